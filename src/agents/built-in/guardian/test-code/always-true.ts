import type { TestAssertion } from './assertion.ts';

const TRUE = /^(?:true|True|TRUE|1|!0|!false|notFalse|!!1|!!true|"[^"]+"|'[^']+')$/;
const FALSE = /^(?:false|False|FALSE|0|!1|!true|notTrue|!!0)$/;
const NOTHING = /^(?:null|undefined|None|nil|nullptr|NULL)$/;

/** Any literal: comparing two of them, or asking something of one, asks nothing of the product. */
const LITERAL = /^(?:true|false|True|False|null|undefined|None|nil|!?[01]|-?\d+(?:\.\d+)?|"[^"]*"|'[^']*')$/;

/** What asks that something is true, by its last name. */
const ASKS_TRUE =
  /^(?:assert!?|ok|true|truthy|assertTrue|isTrue|IsTrue|True|toBeTruthy|toBeTrue|be_true|be_truthy|toBeDefined|assert_true|That|assertThat|EXPECT_TRUE|ASSERT_TRUE|XCTAssert|XCTAssertTrue|pass|success)$/i;
const ASKS_FALSE =
  /^(?:assertFalse|isFalse|IsFalse|False|falsy|toBeFalsy|toBeFalse|assert_false|EXPECT_FALSE|XCTAssertFalse|notOk|refute)$/i;
const ASKS_NOTHING =
  /^(?:assertNull|isNull|IsNull|Null|toBeNull|toBeUndefined|assertNil|assertIsNone|IsNone|XCTAssertNil|Nil)$/i;

/** What asks that two things are the same. */
const ASKS_SAME =
  /(?:^|_)(?:is|same|eq|eql|equal|equals|be|match|like)$|equal|same|^toBe$|^toEqual|^toStrictEqual|^toMatch(?:Object)?$|^toContain$|^isSameAs|^AreEqual|^AreSame|^assert(?:_|Is$|Equals)|_eq!?$/i;
const NEGATED = /not|differ|never|ne!?$|unequal|refute/i;

/** What a test hands to its helpers before what is asked about: `assert.Equal(t, 1, 1)`. */
const TEST_ITSELF = /^(?:t|tb|b|T|suite\.T\(\)|s\.T\(\)|GinkgoT\(\))$/;

/** Whether an assertion holds whatever the product does: it compares a thing with itself, or asks of a literal. */
export function isAlwaysTrue({ text, head, args, chain }: TestAssertion): boolean {
  const name = head.split(/[.>:]/).at(-1) ?? head;
  if (head === 'assert' && args.length === 0) return isTautology(text.slice('assert'.length));
  const asked = args[0] !== undefined && TEST_ITSELF.test(args[0]) ? args.slice(1) : args;
  const [first = '', second] = asked;
  if (/(?:\|\||\bor)(?:true|True|1)$/.test(first)) return true;
  if (name === 'pass' || name === 'SUCCEED') return true;
  if (chain.length > 0) return first !== '' && chainHolds(first, chain);
  if (NEGATED.test(name)) return false;
  if (ASKS_SAME.test(name) && second !== undefined) return isSame(first, second);
  return holdsFor(name, first);
}

function chainHolds(first: string, chain: TestAssertion['chain']): boolean {
  if (chain.some(({ name }) => NEGATED.test(name))) return false;
  return chain.some(({ name, args: [wanted] }) => {
    if (wanted !== undefined && ASKS_SAME.test(name))
      return isSame(first, wanted) || (LITERAL.test(first) && LITERAL.test(wanted));
    return holdsFor(name, first);
  });
}

function holdsFor(name: string, asked: string): boolean {
  if (ASKS_FALSE.test(name)) return FALSE.test(asked);
  if (ASKS_NOTHING.test(name)) return NOTHING.test(asked);
  return ASKS_TRUE.test(name) && (TRUE.test(asked) || isTautology(asked));
}

/** Whether a condition is a true literal, or compares a thing with itself. */
function isTautology(condition: string): boolean {
  const [asked = ''] = condition.split(/,(?=["'])/);
  if (TRUE.test(asked)) return true;
  const sides = asked.split(/===?|(?<![<>!=])==(?!=)/);
  const [left = '', right = ''] = sides;
  return sides.length === 2 && left !== '' && isSame(left, right) && !/[<>!]$/.test(left);
}

/** Two calls in the same words may still give different answers. */
function isSame(left: string, right: string): boolean {
  return left === right && !left.includes('(');
}
