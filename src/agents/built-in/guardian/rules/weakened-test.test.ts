import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed } from '../../../../../tests/support/review-subject.ts';
import type { ChangedFile } from '../change.ts';
import { testLanguageOf } from '../test-code/languages.ts';
import { measureTests } from '../test-code/measure.ts';
import { isTestFile } from './test-files.ts';
import { weakenedTest } from './weakened-test.ts';

const edited = (path: string, before: string, after: string, more: Partial<ChangedFile> = {}): ChangedFile =>
  changed({ path, texts: { before, after }, ...more });
const severities = (file: ChangedFile): readonly string[] => weakenedTest([file]).map(({ severity }) => severity);

/** A test a language, with one assertion a line that ends with `KEEP` or `DROP`. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'a.test.ts': "it('adds', () => {\n  expect(add(1, 2)).toBe(3); // KEEP\n  expect(add(0, 0)).toBe(0); // DROP\n});\n",
  'a.test.js': "test('adds', () => {\n  assert.equal(add(1), 3); // KEEP\n  assert(add(2)); // DROP\n});\n",
  'test_a.py': 'def test_add():\n    assert add(1) == 3  # KEEP\n    assert add(2) == 4  # DROP\n',
  'tests/a.py': 'class T(TestCase):\n    def test_a(self):\n        self.assertEqual(a(), 3)  # DROP\n',
  'a_test.go':
    'func TestAdd(t *testing.T) {\n\tassert.Equal(t, 3, add(1)) // KEEP\n\trequire.NoError(t, err()) // DROP\n}\n',
  'ATest.java':
    '@Test void adds() {\n  assertEquals(3, add(1)); // KEEP\n  assertThat(add(2)).isEqualTo(4); // DROP\n}\n',
  'ATest.kt': '@Test fun adds() {\n  assertEquals(3, add(1)) // KEEP\n  assertTrue(add(2) > 1) // DROP\n}\n',
  'ATests.cs':
    '[Fact] public void Adds() {\n  Assert.Equal(3, Add(1)); // KEEP\n  Assert.True(Add(2) > 1); // DROP\n}\n',
  'a_spec.rb': "it 'adds' do\n  expect(add(1)).to eq(3) # KEEP\n  expect(add(2)).to eq(4) # DROP\nend\n",
  'ATest.php':
    '<?php function testAdd() {\n  $this->assertSame(3, add(1)); // KEEP\n  $this->assertTrue(add(2)); // DROP\n}\n',
  'tests/a.rs': '#[test]\nfn adds() {\n  assert_eq!(add(1), 3); // KEEP\n  assert!(add(2) > 1); // DROP\n}\n',
  'src/a.rs': '#[cfg(test)]\nmod tests {\n#[test]\nfn adds() {\n  assert_eq!(add(1), 3); // DROP\n}\n}\n',
  'a_test.cpp': 'TEST(Add, adds) {\n  EXPECT_EQ(add(1), 3); // KEEP\n  ASSERT_TRUE(add(2)); // DROP\n}\n',
  'ATests.swift': 'func testAdd() {\n  XCTAssertEqual(add(1), 3) // KEEP\n  XCTAssertTrue(add(2)) // DROP\n}\n',
  'a_test.dart': "test('adds', () {\n  expect(add(1), 3); // KEEP\n  expect(add(2), 4); // DROP\n});\n",
  'a_test.exs': 'test "adds" do\n  assert add(1) == 3 # KEEP\n  refute add(2) == 3 # DROP\nend\n',
  'a.feature': 'Scenario: adds\n  When I add\n  Then I see "3"\n  And I see "4"\n',
};
const DROPPED = /.*DROP\n|  And I see "4"\n/;

describe('a test that was there', () => {
  it.each(Object.entries(EXAMPLES))('must not lose an assertion: %s', (path, before) => {
    expect(severities(edited(path, before, before.replace(DROPPED, '')))).toEqual(['ERROR']);
  });
  it.each(Object.entries(EXAMPLES))('may be indented otherwise, apart by blank lines: %s', (path, before) => {
    const after = before.replaceAll(/^(?=\s)/gm, '  ').replaceAll('\n', '\n\n');
    expect(severities(edited(path, before, `${after}\n`))).toEqual([]);
  });
  it.each(Object.entries(EXAMPLES))('must not be emptied: %s', (path, before) => {
    expect(severities(edited(path, before, ''))).toEqual(['ERROR']);
  });
  it.each(Object.entries(EXAMPLES))('may be followed by a further one: %s', (path, before) => {
    expect(severities(edited(path, before, before + before.replaceAll('dds', 'dds_more')))).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a.test.ts', "it('x', f)", "it.skip('x', f)"],
    ['a.test.ts', "describe('x', f)", "describe.only('x', f)"],
    ['a.test.ts', "it('x', f)", "xit('x', f)"],
    ['a.test.ts', "it('x', () => { expect(a).toBe(1); })", "it('x', () => { if (false) { expect(a).toBe(1); } })"],
    ['test_a.py', 'def test_a():\n  assert a()', '@pytest.mark.skip\ndef test_a():\n  assert a()'],
    ['a_test.go', 'func TestA(t *testing.T) {\n}', 'func TestA(t *testing.T) {\n  t.Skip("x")\n}'],
    ['ATest.java', '@Test void a() {}', '@Disabled @Test void a() {}'],
    ['tests/a.rs', '#[test]\nfn a() {}', '#[test]\n#[ignore]\nfn a() {}'],
  ])('must not be switched off: %s %s', (path, before, after) => {
    expect(severities(edited(path, before, after))).toEqual(['ERROR']);
  });

  it.each([
    ['expect(true).toBe(true)'],
    ['expect(1).toBe(1)'],
    ['expect(a).toBe(a)'],
    ['assert.ok(true)'],
    ['assert.equal(1, 1)'],
    ['expect(sum(1) > 0 || true).toBe(true)'],
    ["expect('x').toBeTruthy()"],
  ])('must not ask for what always holds: %s', (text) => {
    const before = "it('x', () => {\n  expect(sum(1)).toBe(2);\n});\n";
    expect(severities(edited('a.test.ts', before, before.replace('expect(sum(1)).toBe(2)', text)))).toContain('ERROR');
  });

  it.each([
    ['assert(a, b)'],
    ['expect(next()).toBe(next())'],
    ['expect(a).not.toBe(b)'],
    ['expect(list.length).toBe(1)'],
  ])('may ask %s', (text) => {
    const before = "it('x', () => {\n  expect(sum(1)).toBe(2);\n});\n";
    const after = before.replace('expect(sum(1)).toBe(2)', text);
    expect(severities(edited('a.test.ts', before, after))).toEqual(['WARNING']);
  });

  it.each<[string, ChangedFile, readonly string[]]>([
    ['a deleted test', edited('src/cart.test.ts', 'it("x", f)', '', { kind: 'deleted' }), ['ERROR']],
    ['a deleted source file', changed({ path: 'src/cart.ts', kind: 'deleted' }), []],
    ['a deleted picture among tests', changed({ path: 'tests/a.png', kind: 'deleted', binary: true }), ['WARNING']],
    ['a test renamed away', changed({ path: 'a.txt', previous_path: 'a.test.ts', kind: 'renamed' }), ['ERROR']],
    ['a test that moves', changed({ path: 'b/a.test.ts', previous_path: 'a.test.ts', kind: 'renamed' }), []],
    ['a skip in a source file', edited('src/query.ts', '', 'rows.skip(5)'), []],
    ['a new test that is off', edited('a.test.ts', '', "it.todo('x')", { kind: 'added' }), ['WARNING']],
    ['a new test that is alone', edited('a.test.ts', '', "it.only('x', f)", { kind: 'added' }), ['ERROR']],
    ['a new test', edited('a.test.ts', '', "it('x', f)", { kind: 'added' }), []],
    ['words in a string', edited('a.test.ts', 'const a = "x";', 'const a = "it.skip(1)";'), []],
    ['a test of no known language, emptied', edited('tests/a.sh', 'test -f a\n', ''), ['ERROR']],
  ])('is judged: %s', (_, file, expected) => {
    expect(severities(file)).toEqual(expected);
  });

  it('is told with its line', () => {
    const [finding] = weakenedTest([edited('a.test.ts', "it('x', f)", "\n\nit.skip('x', f)")]);
    expect(finding).toMatchObject({ rule: 'weakened-test', file: 'a.test.ts', line: 3 });
  });
});

it.each(['a.spec.js', 'tests/a.js', 'x/__tests__/a.js', 'src/test/java/A.java', 'CartTest.java', 'pkg/a_test.go'])(
  '%s is a test',
  (path) => {
    expect(isTestFile(path)).toBe(true);
  },
);
it.each(['src/latest.js', 'contest/a.js', 'src/specification.ts'])('%s is no test', (path) => {
  expect(isTestFile(path)).toBe(false);
});

describe('the measure of tests', () => {
  const languages = Object.keys(EXAMPLES).flatMap((path) => testLanguageOf(path) ?? []);
  const pieces = [
    ...['"', "'", '`', '/*', '*/', '//', '#', '${', '}', '{', '(', ')', '[', '\\', '\n', ' ', '/', '"""', "'''"],
    ...['expect(', 'it(', 'assert', '.toBe(', 'test', 'describe.only', '@Test', 'fn', 'a', '1', 'r#"', '=begin'],
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join(''));

  it('is taken of any text, and is the same each time', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...languages), (source, language) => {
        expect(measureTests(source, language)).toEqual(measureTests(source, language));
      }),
    );
  });
  it('counts no more than what was added to a text', () => {
    const assertion = "\nit('more', () => { expect(sum(2)).toBe(4); });\n";
    const language = testLanguageOf('a.test.ts');
    if (language === undefined) throw new Error('TypeScript is not known');
    const before = EXAMPLES['a.test.ts'] ?? '';
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), (times) => {
        const { cases, assertions } = measureTests(before + assertion.repeat(times), language);
        expect([cases.length, assertions.length]).toEqual([1 + times, 2 + times]);
      }),
    );
  });
});
