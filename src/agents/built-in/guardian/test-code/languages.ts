import { posix } from 'node:path';
import * as syntax from './code-syntax.ts';

/** How tests of a language are recognised in its plain code. Every pattern is global. */
export interface TestLanguage {
  readonly syntax: syntax.CodeSyntax;
  /** Where a test case begins. */
  readonly cases: RegExp;
  /** Where an assertion begins; it ends with the bracket of its first arguments, if it has any. */
  readonly assertions: RegExp;
  /** Assertions that say nothing unless something is asked of their result. */
  readonly unfinished?: RegExp;
  /** What keeps tests from running, or the others: in code without strings. */
  readonly off: RegExp;
  /** The same, in comments. */
  readonly offInComments?: RegExp;
}

const GENERIC = String.raw`(?:<[^<>()\n]{0,200}>)?`;
const NEVER = String.raw`\bif\s*\(\s*(?:false|0|!1)\s*\)`;

const JAVASCRIPT: TestLanguage = {
  syntax: syntax.JAVASCRIPT,
  cases:
    /(?<![\w$.])(?:(?:Deno|QUnit|tap|t|suite|bench)\.)?(?:f|x)?(?:it|test|specify|scenario|Scenario|example)(?:\.(?!(?:describe|suite|before\w*|after\w*|use|step|extend|setTimeout|info|expect|slow|configure|context|mock|assert)\b)[\w$]+)*\s*(?:\(|`)/g,
  assertions: new RegExp(
    String.raw`(?<![\w$.])(?:expect(?:\.(?:soft|poll|assertions|hasAssertions|unreachable))?|(?:chai\.)?assert(?:\.[\w$]+)*|` +
      String.raw`(?:t|test|tap)\.(?:assert\.\w+|is|isNot|not|true|false|truthy|falsy|deepEqual|notDeepEqual|like|throws\w*|notThrows\w*|regex|notRegex|snapshot|pass|fail|equal\w*|notEqual\w*|same\w*|strictSame\w*|match\w*|has\w*|ok|notOk|rejects|resolves\w*|type|error|assert|matchSnapshot|plan)|` +
      String.raw`sinon\.assert\.\w+|expectTypeOf|assertType|strictEqual|notStrictEqual|deepStrictEqual|notDeepStrictEqual|deepEqual|notDeepEqual|equal|notEqual|ok|rejects|doesNotReject|throws|doesNotThrow|should)\s*${GENERIC}\s*\(|` +
      String.raw`\.should\s*[.(]`,
    'g',
  ),
  unfinished: /^(?:expect(?:\.(?:soft|poll))?|should|expectTypeOf)$/,
  off: new RegExp(
    String.raw`(?<![\w$.])(?:it|test|describe|suite|context|specify|scenario|Scenario|Feature|bench|t|tap|ava)(?:\.\w+)*\.(?:skip|only|todo|fixme|fails|failing|skipIf|runIf|fail)\b|` +
      String.raw`(?<![\w$.])(?:xit|xtest|xdescribe|xcontext|xspecify|fit|fdescribe|fcontext|fspecify|xScenario|pending)\s*[.(]|` +
      String.raw`\bthis\.skip\s*\(|\bctx\.skip\s*\(|\b(?:skip|todo|only)\s*:\s*(?:true|!0|['"${'`'}])|${NEVER}`,
    'g',
  ),
};

const PYTHON: TestLanguage = {
  syntax: syntax.PYTHON,
  cases: /^[ \t]*(?:async[ \t]+)?def[ \t]+test\w*[ \t]*\(/gm,
  assertions:
    /^[ \t]*assert\b|\bself\.(?:assert\w+|fail)\s*\(|\bpytest\.(?:raises|warns|deprecated_call|fail)\s*\(|\.assert_\w+\s*\(|(?<![\w.])(?:expect|raises|assert_\w+|assert_that)\s*\(/gm,
  unfinished: /^(?:expect|assert_that)$/,
  off: /@(?:\w+\.)*(?:skip|skipif|skipIf|skipUnless|skip_unless|xfail|expectedFailure)\b|\bmark\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail|importorskip|exit)\s*\(|\bself\.skipTest\s*\(|\b__test__\s*=\s*False|\bcollect_ignore\w*\b|\braise\s+(?:\w+\.)*SkipTest\b|^[ \t]*if\s+(?:False|0)\s*:/gm,
  offInComments: /#\s*doctest:\s*\+SKIP/g,
};

const GO: TestLanguage = {
  syntax: syntax.GO,
  cases:
    /^func\s+(?:\([^)\n]*\)\s*)?(?:Test|Benchmark|Fuzz|Example)\w*\s*\(|\.Run\s*\(|(?<![\w.])(?:It|Specify|Entry|Scenario)\s*\(/gm,
  assertions:
    /\b(?:t|tb|b|f|T|suite|s)\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\s*\(|\b(?:assert|require|is|qt|must|check|td|should)\.\w+\s*\(|(?<![\w.])(?:Expect|ExpectWithOffset|Eventually|Consistently|Ω)\s*\(|\bc\.(?:Assert|Check)\s*\(|\.(?:Require|Assert)\(\)\.\w+\s*\(|\.Expect\s*\(|\bcmp\.Diff\s*\(/g,
  unfinished: /^(?:Expect|Eventually|Consistently|Ω)$/,
  off: /\b(?:t|tb|b|T\(\))\.(?:Skip|Skipf|SkipNow)\s*\(|(?<![\w.])(?:PIt|XIt|FIt|PDescribe|XDescribe|FDescribe|PContext|XContext|FContext|PWhen|XWhen|FWhen|PSpecify|PEntry|XEntry|FEntry|Skip|Focus|Pending)\b|\bif\s+false\b/g,
  offInComments: /^\/\/\s*(?:go:build|\+build)\b/gm,
};

const JVM: TestLanguage = {
  syntax: syntax.JVM,
  cases:
    /@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Theory|Example|CsvSource|ValueSource|MethodSource|EnumSource)\b|(?<![\w.])(?:x?test|x?it|x?should|scenario|feature)\s*\(\s*"|"\s+(?:should|must|can|in)\b|^\s*(?:def|fun)\s+["`]/gm,
  assertions: new RegExp(
    String.raw`(?<![\w.])(?:(?:Assert|Assertions|Assumptions|Truth|MatcherAssert)\.)?(?:assert\w*|expectThat|expectCatching|expectThrows|verify\w*|intercept|expect|fail)\s*(?:<[^<>()\n]{0,200}>|\[[^\[\]()\n]{0,200}\])?\s*[({]|` +
      String.raw`^\s*assert\s|\.(?:andExpect\w*|should\w*|expectStatus|expectBody|expectNext\w*|expectError\w*|expectComplete|verifyComplete)\b|\s(?:shouldBe|shouldNotBe|shouldThrow|shouldContain\w*|shouldEqual|mustBe|mustEqual|should)\s`,
    'gm',
  ),
  unfinished: /^(?:\w+\.)?(?:assertThat|expectThat|assertThatCode|then)$/,
  off: new RegExp(
    String.raw`@(?:Disabled\w*|Ignore\w*|EnabledIf\w*|EnabledOn\w*|PendingFeature)\b|\bassume(?:True|False|That|Not)\w*\s*\(|\benabled\s*=\s*false|(?<![\w.])(?:xtest|xit|xshould|xdescribe|xcontext|fdescribe|ftest|fit|ignore|pending|cancel)\s*[({]|${NEVER}`,
    'g',
  ),
};

const CSHARP: TestLanguage = {
  syntax: syntax.CSHARP,
  cases:
    /\[\s*(?:\w+\s*\.\s*)*(?:Fact|Theory|Test|TestCase|TestCaseSource|TestMethod|DataTestMethod|DataRow|InlineData|MemberData|ClassData|Property|SkippableFact|SkippableTheory|Arguments)\b/g,
  assertions: new RegExp(
    String.raw`\b(?:Assert|StringAssert|CollectionAssert|ClassicAssert|FileAssert|Check|Verifier)\.\w+(?:\.\w+)*\s*${GENERIC}\s*\(|\.(?:Should\w*|MustHaveHappened\w*|Received\w*|DidNotReceive\w*|Verify\w*)\s*${GENERIC}\s*\(|(?<![\w.])(?:Verify|Assert)\s*\(`,
    'g',
  ),
  unfinished: /^\.(?:Should|Received|DidNotReceive)$/,
  off: new RegExp(
    String.raw`\bSkip\s*=|\[\s*(?:Ignore|Explicit|Skip)\b|\bAssert\.(?:Ignore|Inconclusive|Skip\w*|Pass)\s*\(|\bSkip\.(?:If|Unless)\w*\s*\(|^[ \t]*#if\s+(?:false|FALSE|NEVER)\b|${NEVER}`,
    'gm',
  ),
};

const RUBY: TestLanguage = {
  syntax: syntax.RUBY,
  cases:
    /^[ \t]*(?:f|x)?(?:it|specify|example|scenario|test|its)\b(?=[ \t]*[('"{]|[ \t]+do\b)|^[ \t]*def[ \t]+test_\w*/gm,
  assertions:
    /(?<![\w.:])(?:expect|assert\w*|refute\w*|is_expected|flunk|must_\w+|wont_\w+)\b\s*[({]?|\.(?:should|should_not|must_\w+|wont_\w+)\b/g,
  unfinished: /^(?:expect|is_expected)$/,
  off: /(?<![\w.:@])(?:xit|xdescribe|xcontext|xspecify|xexample|xscenario|fit|fdescribe|fcontext|focus|pending|skip)\b(?!\s*:\s*(?:false|nil)|\s*=)|,\s*:(?:skip|pending|focus)\b|\bif\s+false\b/g,
};

const PHP: TestLanguage = {
  syntax: syntax.PHP,
  cases:
    /\bfunction\s+test\w*\s*\(|#\[\s*(?:\\?\w+\\)*(?:Test|DataProvider\w*|TestWith\w*)\b|(?<![\w$>:])(?:it|test|arch)\s*\(/gi,
  assertions:
    /(?:\$this->|self::|static::|parent::|Assert::)(?:assert\w+|expect\w+|fail)\s*\(|(?<![\w$>:])(?:expect|assert)\s*\(|->(?:should\w*|assert\w+|and)\s*\(/g,
  unfinished: /^expect$/,
  off: new RegExp(
    String.raw`\$this->markTest(?:Skipped|Incomplete)\w*\s*\(|->(?:skip|todo|only|skipOn\w*|skipLocally)\s*\(|#\[\s*(?:\\?\w+\\)*(?:Ignore|DoesNotPerformAssertions|RequiresPhp\w*|RequiresOperatingSystem\w*)\b|${NEVER}`,
    'gi',
  ),
  offInComments: /@(?:doesNotPerformAssertions|requires|group\s+skip)\b/g,
};

const RUST: TestLanguage = {
  syntax: syntax.RUST,
  cases: /#\[\s*(?:\w+::)*(?:test|rstest|test_case|case|quickcheck|bench|proptest|wasm_bindgen_test)\b/g,
  assertions: /\b(?:\w+::)*(?:debug_)?(?:assert|assert_\w+|prop_assert\w*|expect_test)!\s*[([{]|#\[\s*should_panic\b/g,
  off: /#\[\s*ignore\b|#\[\s*cfg\s*\(\s*(?:any\s*\(\s*\)|FALSE|false|not\s*\(\s*test\s*\)|never)|#\[\s*cfg_attr\s*\([^\]\n]{0,200}\bignore\b|\bif\s+false\b/g,
};

const C_LIKE: TestLanguage = {
  syntax: syntax.C_LIKE,
  cases:
    /\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|TEST_CASE|SCENARIO|SECTION|BOOST_AUTO_TEST_CASE|BOOST_FIXTURE_TEST_CASE)\s*\(/g,
  assertions:
    /\b(?:EXPECT|ASSERT|REQUIRE|CHECK|BOOST_CHECK|BOOST_REQUIRE|BOOST_TEST|FAIL|TEST_ASSERT)(?:_\w+)?\s*\(|(?<![\w.])assert\s*\(/g,
  off: new RegExp(String.raw`\bDISABLED_\w+|\bGTEST_SKIP\b|\bSKIP\s*\(|^[ \t]*#\s*if\s+0\b|${NEVER}`, 'gm'),
};

const SWIFT: TestLanguage = {
  syntax: syntax.SWIFT,
  cases: /\bfunc\s+test\w*\s*\(|@Test\b/g,
  assertions: /\bXCT(?!Skip)\w+\s*\(|#(?:expect|require)\s*[({]|(?<![\w.])expect\s*\(/g,
  off: /\bXCTSkip\w*|\.(?:disabled|enabled)\s*\(|\bif\s+false\b/g,
};

const DART: TestLanguage = {
  syntax: { ...syntax.JVM, strings: [...syntax.PYTHON.strings] },
  cases: /(?<![\w.])(?:test|testWidgets|testGoldens|blocTest)\s*(?:<[^<>()\n]{0,200}>)?\s*\(/g,
  assertions: /(?<![\w.])(?:expect|expectLater|verify|verifyNever|fail)\s*\(/g,
  off: /\b(?:skip|solo)\s*:\s*(?:true|['"])|@(?:Skip|TestOn)\b|\bif\s*\(\s*false\s*\)/g,
};

const ELIXIR: TestLanguage = {
  syntax: {
    ...syntax.PYTHON,
    strings: syntax.PYTHON.strings.map((form) => (form.open === "'" ? { ...form, most: 80 } : form)),
  },
  cases: /^[ \t]*(?:test|property|feature)[ \t]+"/gm,
  assertions: /(?<![\w.:])(?:assert\w*|refute\w*|flunk)\b/g,
  off: /@(?:module)?tag\s+(?::skip|skip:)|\bif\s+false\b/g,
};

const GHERKIN: TestLanguage = {
  syntax: syntax.GHERKIN,
  cases: /^[ \t]*(?:Scenario(?: Outline| Template)?|Example)s?:/gm,
  assertions: /^[ \t]*(?:Then|And|But|\*)[ \t]/gm,
  off: /@(?:skip|ignore|wip|pending|manual|todo|disabled|fixme|only|focus)\b/gi,
};

const LANGUAGES: readonly (readonly [extensions: string, language: TestLanguage])[] = [
  ['js jsx mjs cjs ts tsx mts cts vue svelte astro', JAVASCRIPT],
  ['py pyi', PYTHON],
  ['go', GO],
  ['java scala groovy', JVM],
  ['kt kts', { ...JVM, syntax: syntax.KOTLIN }],
  ['cs', CSHARP],
  ['rb', RUBY],
  ['php', PHP],
  ['rs', RUST],
  ['c cc cpp cxx h hh hpp m mm', C_LIKE],
  ['swift', SWIFT],
  ['dart', DART],
  ['ex exs', ELIXIR],
  ['feature', GHERKIN],
];

const BY_EXTENSION = new Map(
  LANGUAGES.flatMap(([extensions, language]) =>
    extensions.split(' ').map((extension) => [extension, language] as const),
  ),
);

/** The language of a file by its name; undefined for one whose tests are not known here. */
export function testLanguageOf(path: string): TestLanguage | undefined {
  return BY_EXTENSION.get(posix.extname(path).slice(1).toLowerCase());
}
