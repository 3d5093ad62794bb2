using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using FsCheck;
using FsCheck.Fluent;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Random lives of sessions: few audiences and few scopes, so that they meet often.</summary>
internal static class Lives
{
    private static readonly string[] Scopes = ["a", "b", "c", "d"];

    private static readonly Gen<string[]> SomeScopes =
        from mask in Gen.Choose(0, 15)
        from reversed in Gen.Elements(true, false)
        let scopes = Scopes.Where((_, i) => (mask >> i & 1) == 1)
        select reversed ? scopes.Reverse().ToArray() : scopes.ToArray();

    private static readonly Gen<TenantAnswer> Answer =
        from kind in Gen.Frequency(
            (20, Gen.Constant(AnswerKind.Grant)),
            (8, Gen.Constant(AnswerKind.GrantWithoutWords)),
            (2, Gen.Constant(AnswerKind.OtherAudience)),
            (3, Gen.Constant(AnswerKind.Unavailable)),
            (1, Gen.Constant(AnswerKind.Rejected)))
        from allowed in SomeScopes
        from widens in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from lifetime in Gen.Elements(0, 30, 60, 61, 90, 300, 3600)
        from rotates in Gen.Elements(true, false)
        select new TenantAnswer(kind, allowed, widens, lifetime, rotates);

    private static readonly Gen<Step> Next = Gen.Frequency(
        (10, from audience in Gen.Elements(null, Given.Orders, Given.Inventory, Given.Admin)
             from scopes in SomeScopes
             from force in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
             from answer in Answer
             select (Step)new Ask(audience, scopes, force, answer)),
        (3, Gen.Elements(1, 29, 30, 31, 60, 300).Select(seconds => (Step)new Wait(seconds))),
        (1, Gen.Constant((Step)new NextRequest())));

    private static readonly Gen<Life> Life =
        from asked in SomeScopes
        from granted in SomeScopes
        from length in Gen.Choose(1, 40)
        from steps in Next.ArrayOf(length)
        select new Life(asked, granted, steps);

    public static Arbitrary<Life> Any { get; } = Arb.From(Life, Shorter);

    private static IEnumerable<Life> Shorter(Life life) => life.Steps
        .Select((_, i) => life with { Steps = [.. life.Steps.Where((_, at) => at != i)] })
        .Where(shorter => shorter.Steps.Length > 0);
}
