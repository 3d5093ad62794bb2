using Auth0.AspNetCore.Mrrt.Canary.Rig;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

/// <summary>The project's lies, and how the lies of each table are told. Every lie gets an application of its own, so
/// that no lie changes the outcome of another.</summary>
internal static class AllLies
{
    public static IEnumerable<Lie> Tables =>
    [
        .. ClaimLies.All.Concat(SignatureLies.All).Concat(ShapeLies.All).Select(IdToken),
        .. CallbackLies.All.Select(lie => Callback("Callback with a query", lie)),
        .. FormLies.All.Select(lie => Callback("Callback with a form", lie)),
        .. AnswerLies.All.Select(TokenResponse),
        .. DocumentLies.All.Select(Document),
        .. KeySetLies.All.Select(NoKey),
        .. UserInfoLies.All.Select(UserInfo),
    ];

    private static Lie IdToken(IdTokenLie lie) => new("ID token", lie.Name, settings => SignInAsync(
        options =>
        {
            settings(options);
            Settings.Ask(options, lie.LoginParameters);
        },
        lie.Tell));

    private static Lie Callback(string table, CallbackLie lie) => new(table, lie.Name, async settings =>
    {
        await using var rig = await FrameworkRig.StartAsync(
            options =>
            {
                settings(options);
                options.ResponseMode = lie.ResponseMode ?? options.ResponseMode;
            },
            lie.Tell);
        var state = (await rig.BeginAsync())["state"].ToString();
        using var response = await lie.ComeBack(rig, state);
        return FrameworkRig.SignsIn(response) ? Outcome.SignsIn : Outcome.Refused;
    });

    private static Lie TokenResponse(AnswerLie lie) => new("Token response", lie.Name, settings =>
        SignInAsync(settings, tenant => tenant.Reply = _ => lie.Answer(tenant)));

    private static Lie UserInfo(UserInfoLie lie) => new("UserInfo", lie.Name, settings => SignInAsync(
        options =>
        {
            settings(options);
            options.GetClaimsFromUserInfoEndpoint = true;
        },
        tenant => tenant.Reply = lie.Reply));

    /// <summary>No login should begin. When one does, the user comes back with an honest answer.</summary>
    private static Lie Document(DocumentLie lie) => new("Discovery, keys, pushed request", lie.Name, async settings =>
    {
        await using var rig = await FrameworkRig.StartAsync(settings, lie.Tell);
        if (await rig.TryBeginAsync() is not { } asked)
        {
            return Outcome.Refused;
        }

        var state = asked.TryGetValue("state", out var sent)
            ? sent.ToString()
            : rig.Tenant.To("oauth/par").SingleOrDefault()?.Form["state"];
        if (state is null)
        {
            return Outcome.Begins;
        }

        using var response = await rig.ComeBackAsync(state);
        return FrameworkRig.SignsIn(response) ? Outcome.SignsIn : Outcome.Begins;
    });

    private static Lie NoKey(KeySetLie lie) => new("Key set without the key", lie.Name, settings =>
        SignInAsync(settings, lie.Tell));

    private static async Task<Outcome> SignInAsync(Action<OpenIdConnectOptions> settings, Action<ScriptedTenant> tell)
    {
        await using var rig = await FrameworkRig.StartAsync(settings, tell);
        using var response = await rig.ComeBackAsync((await rig.BeginAsync())["state"].ToString());
        return FrameworkRig.SignsIn(response) ? Outcome.SignsIn : Outcome.Refused;
    }
}
