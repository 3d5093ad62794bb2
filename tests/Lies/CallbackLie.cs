using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>What is bent about the answer that the browser brings back, and the line of the log that has to say so.</summary>
internal sealed record CallbackLie(string Name, string Line, Func<ILoginRig, string, Task<HttpResponseMessage>> ComeBack)
{
    public const string NoState = "it brings no state, or one that is not ours";
    public const string OtherBrowser = "it came to another browser than the login began in, a second time, or too late";
    public const string OtherIssuer = "it names another issuer than the tenant, or none where the tenant says it does";
    public const string NoCode = "it brings no code";
    public const string NotGet = "it did not come with GET";
    public const string NotForm = "it did not come with POST and a form of moderate size";

    /// <summary>The response mode that the application asks for. A case that names one needs an application of its
    /// own.</summary>
    public string? ResponseMode { get; init; }

    public Action<ScriptedTenant>? Tell { get; init; }

    public static string Twice(string parameter) => $"it has the parameter {parameter} more than once";

    public static CallbackLie Refused(string name, string reason, Func<ILoginRig, string, Task<HttpResponseMessage>> comeBack) =>
        new(name, $"[404] A callback of scheme Auth0 was refused: {reason}.", comeBack);

    /// <summary>A query, with <c>STATE</c> where the right one goes.</summary>
    public static CallbackLie Query(string name, string reason, string query) =>
        Refused(name, reason, (rig, state) => rig.Browser.GetAsync("/callback" + With(state, query)));

    public static CallbackLie Error(string name, string printed, string query) =>
        new(name, $"[401] The tenant refused a login with scheme Auth0: {printed}.", (rig, state) =>
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
