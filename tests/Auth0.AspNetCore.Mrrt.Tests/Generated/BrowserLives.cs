using Auth0.AspNetCore.Mrrt.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Random lives of browsers: few browsers and few audiences, so that they meet often.</summary>
internal static class BrowserLives
{
    public const int Browsers = 3;

    private const int Minute = 60;
    private const int Hour = 60 * Minute;
    private const int Day = 24 * Hour;

    /// <summary>The first browser is the one that mostly acts. The others hold old copies of its cookies.</summary>
    private static readonly Gen<int> Browser = Gen.Frequency(
        (5, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)));

    private static readonly Gen<Deed> AnyDeed = Gen.Frequency(
        (2, Gen.Constant(Deed.LogIn)), (2, Gen.Constant(Deed.SignOut)), (4, Gen.Constant(Deed.ChangeClaims)),
        (1, Gen.Constant(Deed.CutShort)), (2, Gen.Constant(Deed.StoreTokens)), (2, Gen.Constant(Deed.StoreOwnToken)),
        (3, Gen.Constant(Deed.OutAndIn)), (2, Gen.Constant(Deed.StoreTokensAnew)), (2, Gen.Constant(Deed.Renew)),
        (2, Gen.Constant(Deed.ReplacePrincipal)), (1, Gen.Constant(Deed.SignInExternally)),
        (1, Gen.Constant(Deed.SignInFromExternal)), (2, Gen.Constant(Deed.CopyToSecondCookie)),
        (2, Gen.Constant(Deed.SignInFromSecondCookie)));

    private static readonly Gen<Visit> AnyVisit =
        from browser in Browser
        from deed in AnyDeed
        select new Visit(browser, deed);

    private static readonly Gen<BrowserStep> Next = Gen.Frequency(
        (8, from browser in Browser
            from audience in Gen.Elements(AppHost.Orders, AppHost.Inventory)
            from force in Gen.Elements(true, false)
            select (BrowserStep)new AskForToken(browser, audience, force)),
        (8, from visit in AnyVisit select (BrowserStep)visit),
        (3, from asking in Browser
            from visit in AnyVisit
            where visit.Deed is not (Deed.Renew or Deed.ReplacePrincipal)
            select (BrowserStep)new VisitDuringExchange(asking, visit)),
        (3, from copy in Gen.Elements((0, 1), (0, 2), (1, 0), (2, 0), (1, 2))
            select (BrowserStep)new CopyCookies(copy.Item1, copy.Item2)),
        (3, from seconds in Gen.Elements(23, 11 * Minute, Hour + 13, Day + 17, (3 * Day) + 19, (8 * Day) + 29)
            select (BrowserStep)new TimePasses(seconds)),
        (1, from browser in Browser select (BrowserStep)new OpenRequest(browser)),
        (2, from force in Gen.Elements(true, false) select (BrowserStep)new AskInOpenRequest(force)));

    /// <summary>What random steps seldom make: an older cookie after a change, late tokens whose time is over, and an open request
    /// whose session changes.</summary>
    private static readonly Gen<BrowserStep[]> Scene = Gen.OneOf(
        from deed in Gen.Frequency((3, Gen.Constant(Deed.ChangeClaims)), (2, AnyDeed))
        from late in Gen.OneOf(
            Gen.Constant((BrowserStep)new AskForToken(1, AppHost.Inventory, Force: true)),
            Gen.Constant((BrowserStep)new Visit(1, Deed.ReplacePrincipal)),
            from lateDeed in AnyDeed select (BrowserStep)new Visit(1, lateDeed))
        select new BrowserStep[] { new CopyCookies(0, 1), new Visit(0, deed), late },
        from visit in AnyVisit
        where visit.Deed is not (Deed.Renew or Deed.ReplacePrincipal)
        select new BrowserStep[] { new VisitDuringExchange(0, visit), new TimePasses(23) },
        from deed in Gen.Frequency((1, Gen.Constant(Deed.CutShort)), (2, AnyDeed))
        from seconds in Gen.Elements(23, 11 * Minute)
        from force in Gen.Elements(true, false)
        select new BrowserStep[] { new OpenRequest(0), new Visit(0, deed), new TimePasses(seconds), new AskInOpenRequest(force) });

    private static readonly Gen<BrowserStep[]> Steps =
        from length in Gen.Choose(1, 20)
        from steps in Gen.Frequency((8, Next.Select(step => new[] { step })), (1, Scene)).ArrayOf(length)
        select steps.SelectMany(some => some).ToArray();

    /// <summary>Lives at one server.</summary>
    public static Arbitrary<BrowserLife> Any { get; } = Arb.From(Life(Steps), Shorter);

    /// <summary>Lives at two servers. Each request goes to one of them.</summary>
    public static Arbitrary<BrowserLife> AnyAtTwoServers { get; } = Arb.From(
        Life(
            from steps in Steps
            from servers in Gen.Choose(0, 3).ArrayOf(steps.Length)
            select steps.Zip(servers, At).ToArray()),
        Shorter);

    private static BrowserStep At(BrowserStep step, int servers) => step is VisitDuringExchange both
        ? both with { Server = servers & 1, Visit = both.Visit with { Server = servers >> 1 } }
        : step with { Server = servers & 1 };

    private static Gen<BrowserLife> Life(Gen<BrowserStep[]> any) =>
        from kept in Gen.Elements(SessionPlaces.All)
        from slides in Gen.Elements(true, false)
        from steps in any
        select new BrowserLife(kept, slides, [new Visit(0, Deed.LogIn), .. steps]);

    /// <summary>Leaves out the second half, then single steps.</summary>
    private static IEnumerable<BrowserLife> Shorter(BrowserLife life) => life.Steps.Length < 2
        ? []
        : [
            life with { Steps = life.Steps[..(life.Steps.Length / 2)] },
            .. life.Steps.Select((_, i) => life with { Steps = [.. life.Steps.Where((_, at) => at != i)] }),
        ];
}
