using static Auth0.AspNetCore.Mrrt.Lies.CallbackLie;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>RFC 6749, sections 4.1.2 and 10.12, RFC 9207 and RFC 9700: answers that are not the tenant's, not to this
/// browser's login, or not well formed; with the query that a code comes in by default.</summary>
internal static class CallbackLies
{
    private const string HostPrefix = "__Host-";

    private static readonly string[] ErrorCodes =
    [
        "access_denied", "login_required", "consent_required", "interaction_required", "account_selection_required",
        "invalid_request", "invalid_scope", "unauthorized_client", "unsupported_response_type", "server_error",
        "temporarily_unavailable", "invalid_request_uri", "tell.tale",
    ];

    public static IEnumerable<CallbackLie> All => [.. States, .. Browsers, .. Codes, .. Issuers, .. Errors, .. Methods];

    private static IEnumerable<CallbackLie> States =>
    [
        Stray("nothing at all", ""),
        Stray("a question mark alone", "?"),
        Stray("names without values and values without names", "?&&&=tell-tale&=&code"),
        Stray("no state", "?code=tell-tale"),
        Stray("state empty", "?code=tell-tale&state="),
        Query("state of somebody's making", NoState, "?code=tell-tale&state=tell-tale"),
        Query("state that is no base64", NoState, "?code=tell-tale&state=%25%25%25"),
        Query("state in percent signs that mean nothing", NoState, "?code=%E0%A4%A&state=%ZZ%"),
        Query("state of zeros", NoState, "?code=tell-tale&state=" + new string('A', 400)),
        Query("state with something behind it", NoState, "?code=tell-tale&state=STATE.tell-tale"),
        Query("state twice in one", NoState, "?code=tell-tale&state=STATESTATE"),
        Stray("state under another name", "?code=tell-tale&states=STATE"),
        Query("state of 100 000 letters", NoState, "?code=tell-tale&state=" + new string('s', 100_000)),
        Query("state with a NUL in front", NoState, "?code=tell-tale&state=%00STATE"),
        Refused("state cut short", NoState, (rig, state) => rig.ComeBackAsync(state[..^5])),
        Refused("state without its beginning", NoState, (rig, state) => rig.ComeBackAsync(state[5..])),
        Refused("state with another letter", NoState, (rig, state) =>
            rig.ComeBackAsync(state[..50] + (state[50] == 'A' ? 'B' : 'A') + state[51..])),
        Refused("state in capitals", NoState, (rig, state) => rig.ComeBackAsync(state.ToUpperInvariant())),
        Refused("state the name of the cookie", NoState, (rig, _) =>
            rig.ComeBackAsync(LoginCookie(rig)[rig.LoginCookiePrefix.Length..])),
        Query("two states", Twice("state"), "?code=tell-tale&state=STATE&state=tell-tale"),
        Query("the same state twice", Twice("state"), "?code=tell-tale&state=STATE&state=STATE"),
        Query("two states, one in capitals", Twice("state"), "?code=tell-tale&State=tell-tale&state=STATE"),
    ];

    private static IEnumerable<CallbackLie> Browsers =>
    [
        Browser("no cookie", OtherBrowser, (rig, _) => rig.Browser.Cookies.Clear()),
        Refused("another browser", OtherBrowser, async (rig, state) =>
        {
            using var victim = rig.NewBrowser();
            return await victim.GetAsync(Address(state));
        }),
        Refused("another browser with a login of its own", OtherBrowser, async (rig, state) =>
        {
            using var victim = rig.NewBrowser();
            await rig.BeginAsync(browser: victim);
            return await victim.GetAsync(Address(state));
        }),
        Browser("the cookie of another login", OtherBrowser, (rig, _) =>
            Rename(rig, _ => rig.LoginCookiePrefix + "AAAAAAAAAAAAAAAAAAAAAA")),
        Browser("the cookie under a name that a subdomain can set", OtherBrowser, (rig, _) =>
            Rename(rig, WithoutHostPrefix)),
        Browser("the cookie under its name with the prefix in capitals", OtherBrowser, (rig, _) =>
            Rename(rig, WithPrefixInCapitals)),
        Browser("the cookie under its name in small letters", OtherBrowser, (rig, _) =>
            Rename(rig, name => name.ToLowerInvariant())),
        Browser("the cookie cut short", OtherBrowser, (rig, _) => Rename(rig, name => name[..^1])),
        Browser("the cookie emptied", OtherBrowser, (rig, _) => Set(rig, "")),
        Browser("the cookie with another time", OtherBrowser, (rig, _) => Set(rig, "4102444800")),
        Browser("the cookie with something else", OtherBrowser, (rig, _) => Set(rig, "tell-tale")),
        Browser("a quarter of an hour and a second later", Late("00:15:01"), (rig, _) =>
            rig.Advance(TimeSpan.FromSeconds(901))),
        Browser("a day later", Late("1.00:00:00"), (rig, _) => rig.Advance(TimeSpan.FromDays(1))),
    ];

    private static IEnumerable<CallbackLie> Codes =>
    [
        Query("no code", NoCode, "?state=STATE"),
        Query("code empty", NoCode, "?code=&state=STATE"),
        Query("code under another name", NoCode, "?codes=tell-tale&state=STATE"),
        Query("tokens and no code", NoCode, "?access_token=tell-tale&id_token=tell-tale&token_type=Bearer&state=STATE"),
        Query("two codes", Twice("code"), "?code=code-1&code=tell-tale&state=STATE"),
        Query("two codes, one in capitals", Twice("code"), "?CODE=tell-tale&code=code-1&state=STATE"),
        Query("two codes, the other in capitals", Twice("code"), "?code=code-1&CODE=tell-tale&state=STATE"),
        Query("a code and none", Twice("code"), "?code=&code=code-1&state=STATE"),
    ];

    private static IEnumerable<CallbackLie> Issuers => new[]
    {
        Query("iss of nobody", OtherIssuer, "?code=tell-tale&state=STATE"),
        Query("iss empty", OtherIssuer, "?code=tell-tale&iss=&state=STATE"),
        Query("iss of another", OtherIssuer, "?code=tell-tale&iss=https://tell-tale.example.com/&state=STATE"),
        Query("iss without its slash", OtherIssuer, "?code=tell-tale&iss=https://tenant.example.com&state=STATE"),
        Query("iss in capitals", OtherIssuer, "?code=tell-tale&iss=https://TENANT.example.com/&state=STATE"),
        Query("iss over http", OtherIssuer, "?code=tell-tale&iss=http://tenant.example.com/&state=STATE"),
        Query("iss under another name", OtherIssuer, "?code=tell-tale&issuer=https://tenant.example.com/&state=STATE"),
        Query("an error of nobody", OtherIssuer, "?error=tell-tale&state=STATE"),
        Query("an error of another", OtherIssuer, "?error=tell-tale&iss=https://tell-tale.example.com/&state=STATE"),
        Query("two issuers", Twice("iss"), "?code=tell-tale&iss=https://tenant.example.com/&iss=https://tell-tale.example.com/&state=STATE"),
        Query("two issuers, one in capitals", Twice("iss"), "?code=tell-tale&Iss=https://tell-tale.example.com/&iss=https://tenant.example.com/&state=STATE"),
    }.Select(lie => lie with
    {
        Tell = tenant => tenant.Discovery["authorization_response_iss_parameter_supported"] = true,
    }).Append(Query("iss of another, though none was announced", OtherIssuer,
        "?code=tell-tale&iss=https://tell-tale.example.com/&state=STATE"))
        .Append(Query("iss of another hidden behind one in capitals", Twice("iss"),
            "?code=tell-tale&iss=https://tell-tale.example.com/&ISS=x&state=STATE"));

    private static IEnumerable<CallbackLie> Errors =>
    [
        .. ErrorCodes.Select(code => Error(
            $"the error {code}", code + Hint(code), $"?error={code}&error_description=tell-tale&error_uri=https://tell-tale&state=STATE")),
        Error("an error with a code", "access_denied", "?error=access_denied&code=tell-tale&state=STATE"),
        Error("an error with tokens", "server_error", "?error=server_error&access_token=tell-tale&id_token=tell-tale&state=STATE"),
        Error("an error in markup", "(not a code)", "?error=%3Cscript%3Etell-tale%3C/script%3E&state=STATE"),
        Error("an error with a line's end", "(not a code)", "?error=tell-tale%0d%0aSet-Cookie:%20tell-tale&state=STATE"),
        Error("an error of 1 000 letters", "(too long)", "?error=" + new string('e', 1000) + "&state=STATE"),
        Error("an error that is a space", "(not a code)", "?error=%20&state=STATE"),
        Query("two errors", Twice("error"), "?error=access_denied&error=tell-tale&state=STATE"),
        Query("two errors, one in capitals", Twice("error"), "?Error=x&error=tell-tale&code=code-1&state=STATE"),
        Query("an error hidden behind another in capitals", Twice("error"),
            "?error=access_denied&Error=tell-tale&code=code-1&state=STATE"),
        Stray("an error without a state", "?error=access_denied&error_description=tell-tale"),
    ];

    private static IEnumerable<CallbackLie> Methods =>
    [
        Method(HttpMethod.Post),
        Method(HttpMethod.Put),
        Method(HttpMethod.Delete),
        Method(HttpMethod.Patch),
        Method(HttpMethod.Options),
        Refused("a form where a query was asked for", NotGet, (rig, state) => rig.Browser.PostAsync(
            "/callback", new Dictionary<string, string> { ["state"] = state, ["code"] = "tell-tale" })),
    ];

    /// <summary>The settings that an error most often stands for.</summary>
    private static string Hint(string code) => code switch
    {
        "unauthorized_client" => ". Likely cause: the application at the tenant does not allow this login: check its application "
            + "type and its grant types (Authorization Code, Refresh Token)",
        "invalid_scope" => ". Likely cause: the tenant does not know a scope of this login: check Scope",
        _ => "",
    };

    private static CallbackLie Method(HttpMethod method) => Refused($"{method} with a query", NotGet, (rig, state) =>
        rig.Browser.SendAsync(new HttpRequestMessage(method, Address(state))));

    private static string LoginCookie(ILoginRig rig) =>
        rig.Browser.Cookies.Keys.Single(name => name.StartsWith(rig.LoginCookiePrefix, StringComparison.Ordinal));

    /// <summary>A handler whose cookie has no such prefix gets the cookie under its own name: a subdomain can set
    /// that.</summary>
    private static string WithoutHostPrefix(string name) =>
        name.StartsWith(HostPrefix, StringComparison.Ordinal) ? name[HostPrefix.Length..] : name;

    /// <summary>A browser protects names that begin with <c>__Host-</c>, letter by letter. A subdomain can set others.</summary>
    private static string WithPrefixInCapitals(string name) =>
        name.StartsWith(HostPrefix, StringComparison.Ordinal) ? HostPrefix.ToUpperInvariant() + name[HostPrefix.Length..] : name;

    private static void Rename(ILoginRig rig, Func<string, string> name)
    {
        var old = LoginCookie(rig);
        rig.Browser.Cookies.Remove(old, out var value);
        rig.Browser.Cookies[name(old)] = value!;
    }

    private static void Set(ILoginRig rig, string value) => rig.Browser.Cookies[LoginCookie(rig)] = value;
}
