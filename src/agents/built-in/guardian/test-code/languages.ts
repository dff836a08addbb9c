import { posix } from 'node:path';
import * as syntax from './code-syntax.ts';

/**
 * How tests of a language are recognised in its plain code. Every pattern is global, and bounds each of its repetitions: what
 * it looks at is somebody else's text, and takes time that grows with it, not faster.
 */
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

const GENERIC = String.raw`(?:<[^<>()\n]{0,60}>)?`;
const NEVER = String.raw`\bif\s{0,9}\(\s{0,9}(?:false|0|!1)\s{0,9}\)`;

const JAVASCRIPT: TestLanguage = {
  syntax: syntax.JAVASCRIPT,
  cases:
    /(?<![\w$.])(?:(?:Deno|QUnit|tap|t|suite|bench)\.)?(?:f|x)?(?:it|test|specify|scenario|Scenario|example)(?:\.(?!(?:describe|suite|before\w{0,80}|after\w{0,80}|use|step|extend|setTimeout|info|expect|slow|configure|context|mock|assert)\b)[\w$]{1,80}){0,4}\s{0,9}(?:\(|`)/g,
  assertions: new RegExp(
    String.raw`(?<![\w$.])(?:expect(?:\.(?:soft|poll|assertions|hasAssertions|unreachable))?|(?:chai\.)?assert(?:\.[\w$]{1,80}){0,5}|` +
      String.raw`(?:t|test|tap)\.(?:assert\.\w{1,80}|is|isNot|not|true|false|truthy|falsy|deepEqual|notDeepEqual|like|throws\w{0,80}|notThrows\w{0,80}|regex|notRegex|snapshot|pass|fail|equal\w{0,80}|notEqual\w{0,80}|same\w{0,80}|strictSame\w{0,80}|match\w{0,80}|has\w{0,80}|ok|notOk|rejects|resolves\w{0,80}|type|error|assert|matchSnapshot|plan)|` +
      String.raw`sinon\.assert\.\w{1,80}|expectTypeOf|assertType|strictEqual|notStrictEqual|deepStrictEqual|notDeepStrictEqual|deepEqual|notDeepEqual|equal|notEqual|ok|rejects|doesNotReject|throws|doesNotThrow|should)\s{0,9}${GENERIC}\s{0,9}\(|` +
      String.raw`\.should\s{0,9}[.(]`,
    'g',
  ),
  unfinished: /^(?:expect(?:\.(?:soft|poll))?|should|expectTypeOf)$/,
  off: new RegExp(
    String.raw`(?<![\w$.])(?:it|test|describe|suite|context|specify|scenario|Scenario|Feature|bench|t|tap|ava)(?:\.\w{1,80}){0,5}\.(?:skip|only|todo|fixme|fails|failing|skipIf|runIf|fail)\b|` +
      String.raw`(?<![\w$.])(?:xit|xtest|xdescribe|xcontext|xspecify|fit|fdescribe|fcontext|fspecify|xScenario|pending)\s{0,9}[.(]|` +
      String.raw`\bthis\.skip\s{0,9}\(|\bctx\.skip\s{0,9}\(|\b(?:skip|todo|only)\s{0,9}:\s{0,9}(?:true|!0|['"${'`'}])|${NEVER}`,
    'g',
  ),
};

const PYTHON: TestLanguage = {
  syntax: syntax.PYTHON,
  cases: /^[ \t]{0,80}(?:async[ \t]{1,80})?def[ \t]{1,80}test\w{0,80}[ \t]{0,80}\(/gm,
  assertions:
    /^[ \t]{0,80}assert\b|\bself\.(?:assert\w{1,80}|fail)\s{0,9}\(|\bpytest\.(?:raises|warns|deprecated_call|fail)\s{0,9}\(|\.assert_\w{1,80}\s{0,9}\(|(?<![\w.])(?:expect|raises|assert_\w{1,80}|assert_that)\s{0,9}\(/gm,
  unfinished: /^(?:expect|assert_that)$/,
  off: /@(?:\w{1,80}\.){0,4}(?:skip|skipif|skipIf|skipUnless|skip_unless|xfail|expectedFailure)\b|\bmark\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail|importorskip|exit)\s{0,9}\(|\bself\.skipTest\s{0,9}\(|\b__test__\s{0,9}=\s{0,9}False|\bcollect_ignore\w{0,80}\b|\braise\s{1,9}(?:\w{1,80}\.){0,4}SkipTest\b|^[ \t]{0,80}if\s{1,9}(?:False|0)\s{0,9}:/gm,
  offInComments: /#\s{0,9}doctest:\s{0,9}\+SKIP/g,
};

const GO: TestLanguage = {
  syntax: syntax.GO,
  cases:
    /^func\s{1,9}(?:\([^)\n]{0,60}\)\s{0,9})?(?:Test|Benchmark|Fuzz|Example)\w{0,80}\s{0,9}\(|\.Run\s{0,9}\(|(?<![\w.])(?:It|Specify|Entry|Scenario)\s{0,9}\(/gm,
  assertions:
    /\b(?:t|tb|b|f|T|suite|s)\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\s{0,9}\(|\b(?:assert|require|is|qt|must|check|td|should)\.\w{1,80}\s{0,9}\(|(?<![\w.])(?:Expect|ExpectWithOffset|Eventually|Consistently|Ω)\s{0,9}\(|\bc\.(?:Assert|Check)\s{0,9}\(|\.(?:Require|Assert)\(\)\.\w{1,80}\s{0,9}\(|\.Expect\s{0,9}\(|\bcmp\.Diff\s{0,9}\(/g,
  unfinished: /^(?:Expect|Eventually|Consistently|Ω)$/,
  off: /\b(?:t|tb|b|T\(\))\.(?:Skip|Skipf|SkipNow)\s{0,9}\(|(?<![\w.])(?:PIt|XIt|FIt|PDescribe|XDescribe|FDescribe|PContext|XContext|FContext|PWhen|XWhen|FWhen|PSpecify|PEntry|XEntry|FEntry|Skip|Focus|Pending)\b|\bif\s{1,9}false\b/g,
  offInComments: /^\/\/\s{0,9}(?:go:build|\+build)\b/gm,
};

const JVM: TestLanguage = {
  syntax: syntax.JVM,
  cases:
    /@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Theory|Example|CsvSource|ValueSource|MethodSource|EnumSource)\b|(?<![\w.])(?:x?test|x?it|x?should|scenario|feature)\s{0,9}\(\s{0,9}"|"\s{1,9}(?:should|must|can|in)\b|^\s{0,9}(?:def|fun)\s{1,9}["`]/gm,
  assertions: new RegExp(
    String.raw`(?<![\w.])(?:(?:Assert|Assertions|Assumptions|Truth|MatcherAssert)\.)?(?:assert\w{0,80}|expectThat|expectCatching|expectThrows|verify\w{0,80}|intercept|expect|fail)\s{0,9}(?:<[^<>()\n]{0,60}>|\[[^\[\]()\n]{0,60}\])?\s{0,9}[({]|` +
      String.raw`^\s{0,9}assert\s|\.(?:andExpect\w{0,80}|should\w{0,80}|expectStatus|expectBody|expectNext\w{0,80}|expectError\w{0,80}|expectComplete|verifyComplete)\b|\s(?:shouldBe|shouldNotBe|shouldThrow|shouldContain\w{0,80}|shouldEqual|mustBe|mustEqual|should)\s`,
    'gm',
  ),
  unfinished: /^(?:\w{1,80}\.)?(?:assertThat|expectThat|assertThatCode|then)$/,
  off: new RegExp(
    String.raw`@(?:Disabled\w{0,80}|Ignore\w{0,80}|EnabledIf\w{0,80}|EnabledOn\w{0,80}|PendingFeature)\b|\bassume(?:True|False|That|Not)\w{0,80}\s{0,9}\(|\benabled\s{0,9}=\s{0,9}false|(?<![\w.])(?:xtest|xit|xshould|xdescribe|xcontext|fdescribe|ftest|fit|ignore|pending|cancel)\s{0,9}[({]|${NEVER}`,
    'g',
  ),
};

const CSHARP: TestLanguage = {
  syntax: syntax.CSHARP,
  cases:
    /\[\s{0,9}(?:\w{1,80}\s{0,4}\.\s{0,4}){0,4}(?:Fact|Theory|Test|TestCase|TestCaseSource|TestMethod|DataTestMethod|DataRow|InlineData|MemberData|ClassData|Property|SkippableFact|SkippableTheory|Arguments)\b/g,
  assertions: new RegExp(
    String.raw`\b(?:Assert|StringAssert|CollectionAssert|ClassicAssert|FileAssert|Check|Verifier)\.\w{1,80}(?:\.\w{1,80}){0,5}\s{0,9}${GENERIC}\s{0,9}\(|\.(?:Should\w{0,80}|MustHaveHappened\w{0,80}|Received\w{0,80}|DidNotReceive\w{0,80}|Verify\w{0,80})\s{0,9}${GENERIC}\s{0,9}\(|(?<![\w.])(?:Verify|Assert)\s{0,9}\(`,
    'g',
  ),
  unfinished: /^\.(?:Should|Received|DidNotReceive)$/,
  off: new RegExp(
    String.raw`\bSkip\s{0,9}=|\[\s{0,9}(?:Ignore|Explicit|Skip)\b|\bAssert\.(?:Ignore|Inconclusive|Skip\w{0,80}|Pass)\s{0,9}\(|\bSkip\.(?:If|Unless)\w{0,80}\s{0,9}\(|^[ \t]{0,80}#if\s{1,9}(?:false|FALSE|NEVER)\b|${NEVER}`,
    'gm',
  ),
};

const RUBY: TestLanguage = {
  syntax: syntax.RUBY,
  cases:
    /^[ \t]{0,80}(?:f|x)?(?:it|specify|example|scenario|test|its)\b(?=[ \t]{0,80}[('"{]|[ \t]{1,80}do\b)|^[ \t]{0,80}def[ \t]{1,80}test_\w{0,80}/gm,
  assertions:
    /(?<![\w.:])(?:expect|assert\w{0,80}|refute\w{0,80}|is_expected|flunk|must_\w{1,80}|wont_\w{1,80})\b\s{0,9}[({]?|\.(?:should|should_not|must_\w{1,80}|wont_\w{1,80})\b/g,
  unfinished: /^(?:expect|is_expected)$/,
  off: /(?<![\w.:@])(?:xit|xdescribe|xcontext|xspecify|xexample|xscenario|fit|fdescribe|fcontext|focus|pending|skip)\b(?!\s{0,9}:\s{0,9}(?:false|nil)|\s{0,9}=)|,\s{0,9}:(?:skip|pending|focus)\b|\bif\s{1,9}false\b/g,
};

const PHP: TestLanguage = {
  syntax: syntax.PHP,
  cases:
    /\bfunction\s{1,9}test\w{0,80}\s{0,9}\(|#\[\s{0,9}(?:\\?\w{1,80}\\){0,6}(?:Test|DataProvider\w{0,80}|TestWith\w{0,80})\b|(?<![\w$>:])(?:it|test|arch)\s{0,9}\(/gi,
  assertions:
    /(?:\$this->|self::|static::|parent::|Assert::)(?:assert\w{1,80}|expect\w{1,80}|fail)\s{0,9}\(|(?<![\w$>:])(?:expect|assert)\s{0,9}\(|->(?:should\w{0,80}|assert\w{1,80}|and)\s{0,9}\(/g,
  unfinished: /^expect$/,
  off: new RegExp(
    String.raw`\$this->markTest(?:Skipped|Incomplete)\w{0,80}\s{0,9}\(|->(?:skip|todo|only|skipOn\w{0,80}|skipLocally)\s{0,9}\(|#\[\s{0,9}(?:\\?\w{1,80}\\){0,6}(?:Ignore|DoesNotPerformAssertions|RequiresPhp\w{0,80}|RequiresOperatingSystem\w{0,80})\b|${NEVER}`,
    'gi',
  ),
  offInComments: /@(?:doesNotPerformAssertions|requires|group\s{1,9}skip)\b/g,
};

const RUST: TestLanguage = {
  syntax: syntax.RUST,
  cases: /#\[\s{0,9}(?:\w{1,80}::){0,4}(?:test|rstest|test_case|case|quickcheck|bench|proptest|wasm_bindgen_test)\b/g,
  assertions:
    /(?:\bdebug_|\b)(?:assert|assert_\w{1,80}|prop_assert\w{0,80}|expect_test)!\s{0,9}[([{]|#\[\s{0,9}should_panic\b/g,
  off: /#\[\s{0,9}ignore\b|#\[\s{0,9}cfg\s{0,9}\(\s{0,9}(?:any\(\)|FALSE|false|not\(test\)|never)|\bcfg_attr\([^\],\n]{0,40},[ ]?ignore\b|\bif\s{1,9}false\b/g,
};

const C_LIKE: TestLanguage = {
  syntax: syntax.C_LIKE,
  cases:
    /\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|TEST_CASE|SCENARIO|SECTION|BOOST_AUTO_TEST_CASE|BOOST_FIXTURE_TEST_CASE)\s{0,9}\(/g,
  assertions:
    /\b(?:EXPECT|ASSERT|REQUIRE|CHECK|BOOST_CHECK|BOOST_REQUIRE|BOOST_TEST|FAIL|TEST_ASSERT)(?:_\w{1,80})?\s{0,9}\(|(?<![\w.])assert\s{0,9}\(/g,
  off: new RegExp(
    String.raw`\bDISABLED_\w{1,80}|\bGTEST_SKIP\b|\bSKIP\s{0,9}\(|^[ \t]{0,80}#\s{0,9}if\s{1,9}0\b|${NEVER}`,
    'gm',
  ),
};

const SWIFT: TestLanguage = {
  syntax: syntax.SWIFT,
  cases: /\bfunc\s{1,9}test\w{0,80}\s{0,9}\(|@Test\b/g,
  assertions: /\bXCT(?!Skip)\w{1,80}\s{0,9}\(|#(?:expect|require)\s{0,9}[({]|(?<![\w.])expect\s{0,9}\(/g,
  off: /\bXCTSkip\w{0,80}|\.(?:disabled|enabled)\s{0,9}\(|\bif\s{1,9}false\b/g,
};

const DART: TestLanguage = {
  syntax: { ...syntax.JVM, strings: [...syntax.PYTHON.strings] },
  cases: /(?<![\w.])(?:test|testWidgets|testGoldens|blocTest)\s{0,9}(?:<[^<>()\n]{0,60}>)?\s{0,9}\(/g,
  assertions: /(?<![\w.])(?:expect|expectLater|verify|verifyNever|fail)\s{0,9}\(/g,
  off: /\b(?:skip|solo)\s{0,9}:\s{0,9}(?:true|['"])|@(?:Skip|TestOn)\b|\bif\s{0,9}\(\s{0,9}false\s{0,9}\)/g,
};

const ELIXIR: TestLanguage = {
  syntax: {
    ...syntax.PYTHON,
    strings: syntax.PYTHON.strings.map((form) => (form.open === "'" ? { ...form, most: 80 } : form)),
  },
  cases: /^[ \t]{0,80}(?:test|property|feature)[ \t]{1,80}"/gm,
  assertions: /(?<![\w.:])(?:assert\w{0,80}|refute\w{0,80}|flunk)\b/g,
  off: /@(?:module)?tag\s{1,9}(?::skip|skip:)|\bif\s{1,9}false\b/g,
};

const GHERKIN: TestLanguage = {
  syntax: syntax.GHERKIN,
  cases: /^[ \t]{0,80}(?:Scenario(?: Outline| Template)?|Example)s?:/gm,
  assertions: /^[ \t]{0,80}(?:Then|And|But|\*)[ \t]/gm,
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
