namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Something that happens between a few browsers and the application.</summary>
internal abstract record BrowserStep
{
    /// <summary>The browser whose user does it. Null when no browser does.</summary>
    internal virtual int? Actor => null;

    /// <summary>The server that gets the request.</summary>
    public int Server { get; init; }
}

/// <summary>Time passes.</summary>
internal sealed record TimePasses(int Seconds) : BrowserStep;

/// <summary>A browser gets the cookies of another one. From then on they are an old copy.</summary>
internal sealed record CopyCookies(int From, int To) : BrowserStep;

/// <summary>A request asks for a token.</summary>
internal sealed record AskForToken(int Browser, string Audience, bool Force) : BrowserStep
{
    internal override int? Actor => Browser;
}

/// <summary>A request changes the session.</summary>
internal sealed record Visit(int Browser, Deed Deed) : BrowserStep
{
    internal override int? Actor => Browser;
}

/// <summary>A request changes the session while an exchange for another request is under way.</summary>
internal sealed record VisitDuringExchange(int Asking, Visit Visit) : BrowserStep
{
    internal override int? Actor => Visit.Browser;

    public override string ToString() => $"While browser {Asking} exchanges at server {Server}: {Visit}";
}

/// <summary>A request begins and stays open, as a hub's does. The one before ends.</summary>
internal sealed record OpenRequest(int Browser) : BrowserStep
{
    internal override int? Actor => Browser;
}

/// <summary>The open request asks for a token.</summary>
internal sealed record AskInOpenRequest(bool Force) : BrowserStep;

/// <summary>What a request does with its session.</summary>
internal enum Deed
{
    /// <summary>The login at the tenant.</summary>
    LogIn,

    /// <summary>Signs out of the application.</summary>
    SignOut,

    /// <summary>Signs in with the session's properties and other claims.</summary>
    ChangeClaims,

    /// <summary>Signs in with the session's properties, which end in ten minutes.</summary>
    CutShort,

    /// <summary>Signs in with the session's properties, and stores the tokens it read from them before.</summary>
    StoreTokens,

    /// <summary>Signs in with an access token of the application's own.</summary>
    StoreOwnToken,

    /// <summary>Signs out, and in again with the same ticket.</summary>
    OutAndIn,

    /// <summary>Signs in with new properties, and the tokens of the session.</summary>
    StoreTokensAnew,

    /// <summary>The validation of the principal sets ShouldRenew.</summary>
    Renew,

    /// <summary>The validation of the principal replaces it, and sets ShouldRenew.</summary>
    ReplacePrincipal,

    /// <summary>Signs in with a cookie scheme that has nothing to do with the session.</summary>
    SignInExternally,

    /// <summary>Signs in with the user of that cookie, and new properties.</summary>
    SignInFromExternal,

    /// <summary>Copies the session's ticket to a second cookie scheme.</summary>
    CopyToSecondCookie,

    /// <summary>Signs in with the ticket of the second cookie, if it is of the same session.</summary>
    SignInFromSecondCookie,
}

/// <summary>The life of a few browsers at one application.</summary>
/// <param name="Kept">Where the application keeps its sessions.</param>
/// <param name="Slides">True when requests in the second half of a session's life renew it.</param>
/// <param name="Steps">What happens.</param>
internal sealed record BrowserLife(string Kept, bool Slides, BrowserStep[] Steps)
{
    public override string ToString() =>
        $"sessions in: {Kept}{(Slides ? ", sliding" : "")}\n  " + string.Join("\n  ", Steps.Select((step, i) => $"{i + 1}. {step}"));
}
