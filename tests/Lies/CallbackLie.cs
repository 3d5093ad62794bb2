using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>What is bent about the answer that the browser brings back, and the line of the log that has to say so.</summary>
internal sealed record CallbackLie(string Name, string Line, Func<ILoginRig, string, Task<HttpResponseMessage>> ComeBack)
{
    public const string NoState = "its state cannot be read: it is not ours, or the keys that protect it are gone";
    public const string OtherBrowser = "this browser has no cookie of that login: the login began in another browser, was "
        + "answered already, or 5 newer logins began since";
    public const string OtherIssuer = "it names another issuer than the tenant, or none where the tenant says it does";
    public const string NoCode = "it brings no code";
    public const string NotGet = "it did not come with GET";
    public const string NotForm = "it did not come with POST and a form of moderate size";

    /// <summary>The response mode that the application asks for. A case that names one needs an application of its
    /// own.</summary>
    public string? ResponseMode { get; init; }

    public Action<ScriptedTenant>? Tell { get; init; }

    /// <summary>True when the request brings no answer at all: its user is led to the start page.</summary>
    public bool IsStray { get; init; }

    public static string Late(string age) => $"the login began {age} ago, and 00:15:00 is allowed";

    public static string Twice(string parameter) => $"it has the parameter {parameter} more than once";

    public static CallbackLie Refused(string name, string reason, Func<ILoginRig, string, Task<HttpResponseMessage>> comeBack) =>
        new(name, $"[404] A callback of scheme Auth0 was refused: {reason}.", comeBack);

    /// <summary>A query, with <c>STATE</c> where the right one goes.</summary>
    public static CallbackLie Query(string name, string reason, string query) =>
        Refused(name, reason, (rig, state) => rig.Browser.GetAsync("/callback" + With(state, query)));

    /// <summary>A query without an answer, such as that of a link in an e-mail.</summary>
    public static CallbackLie Stray(string name, string query) =>
        Stray(name, (rig, state) => rig.Browser.GetAsync("/callback" + With(state, query)));

    public static CallbackLie Stray(string name, Func<ILoginRig, string, Task<HttpResponseMessage>> comeBack) => new(
        name,
        "[413] A request at the callback address of scheme Auth0 brought no answer to a login. Its user goes to the start page.",
        comeBack)
    {
        IsStray = true,
    };

    public static CallbackLie Error(string name, string printed, string query) =>
        new(name, $"[{(printed.Contains("Likely cause", StringComparison.Ordinal) ? 414 : 401)}] The tenant refused a login with scheme Auth0: {printed}.", (rig, state) =>
            rig.Browser.GetAsync("/callback" + With(state, query)));

    /// <summary>Something else than an honest browser with an honest answer.</summary>
    public static CallbackLie Browser(string name, string reason, Action<ILoginRig, string> change) =>
        Refused(name, reason, (rig, state) =>
        {
            change(rig, state);
            return rig.ComeBackAsync(state);
        });

    public static string With(string state, string text) =>
        text.Replace("STATE", Uri.EscapeDataString(state), StringComparison.Ordinal);

    public static string Address(string state) => QueryHelpers.AddQueryString(
        "/callback", new Dictionary<string, string?> { ["code"] = "code-1", ["state"] = state });
}
