using System.Text;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Plans;

/// <summary>The modules of the OpenID Foundation's plans Basic and Form Post Basic for relying parties, each under its
/// name, once for either plan.</summary>
public sealed class BasicPlanTests
{
    private const string Query = "query";
    private const string FormPost = "form_post";

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test(string responseMode) => SignsInAsync(responseMode);

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_invalid_iss(string responseMode) => IsRefusedAsync(
        responseMode,
        "SecurityTokenInvalidIssuerException",
        tenant => tenant.Claims = claims => claims["iss"] = "https://tell-tale.example.com/");

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_missing_sub(string responseMode) =>
        IsRefusedAsync(responseMode, "sub", tenant => tenant.Claims = claims => claims.Remove("sub"));

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_invalid_aud(string responseMode) => IsRefusedAsync(
        responseMode,
        "SecurityTokenInvalidAudienceException",
        tenant => tenant.Claims = claims => claims["aud"] = "tell-tale");

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_missing_iat(string responseMode) =>
        IsRefusedAsync(responseMode, "iat", tenant => tenant.Claims = claims => claims.Remove("iat"));

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_kid_absent_single_jwks(string responseMode) => SignsInAsync(responseMode, tenant =>
    {
        tenant.KeySet = new JsonObject { ["keys"] = new JsonArray(Forgery.Publish(ScriptedTenant.Rsa, kid: null)) };
        tenant.Forge = claims => Forgery.Token("""{"alg":"RS256","typ":"JWT"}""", claims.ToJsonString());
    });

    /// <summary>Signing in and refusing are both allowed; one of the tenant's keys did sign.</summary>
    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_kid_absent_multiple_jwks(string responseMode) => SignsInAsync(responseMode, tenant =>
    {
        tenant.KeySet["keys"]!.AsArray().Insert(0, Forgery.Publish(Forgery.OtherRsa, "other"));
        tenant.Forge = claims => Forgery.Token("""{"alg":"RS256","typ":"JWT"}""", claims.ToJsonString());
    });

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_idtoken_sig_rs256(string responseMode) => SignsInAsync(
        responseMode, tenant => tenant.Forge = claims => Forgery.Token(Forgery.Header, claims.ToJsonString()));

    /// <summary>The module wants who asked for it signed in; nobody here can ask for it.</summary>
    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_idtoken_sig_none(string responseMode) => IsRefusedAsync(
        responseMode,
        "alg",
        tenant => tenant.Forge = claims => Forgery.Token("""{"alg":"none"}""", claims.ToJsonString(), _ => []));

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_invalid_sig_rs256(string responseMode) => IsRefusedAsync(
        responseMode,
        "SecurityTokenInvalidSignatureException",
        tenant => tenant.Forge = claims =>
            Forgery.Token(Forgery.Header, claims.ToJsonString(), Forgery.Rs256(Forgery.OtherRsa)));

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public async Task Oidcc_client_test_userinfo_invalid_sub(string responseMode)
    {
        await using var provider = await StartAsync(
            responseMode,
            tenant => tenant.Reply = call => call.Address.EndsWith("/userinfo", StringComparison.Ordinal)
                ? AnswerLies.Content("{\"sub\":\"auth0|tell-tale\"}")
                : null,
            options => options.GetClaimsFromUserInfoEndpoint = true);
        using var response = await ComeBackAsync(provider, responseMode);
        await provider.ShouldRefuseAsync(
            response, "[406] The user information of a login with scheme Auth0 was refused: sub.", "another user");
    }

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task Oidcc_client_test_nonce_invalid(string responseMode) => IsRefusedAsync(
        responseMode,
        "OpenIdConnectProtocolInvalidNonceException",
        tenant => tenant.Claims = claims => claims["nonce"] = "tell-tale");

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public async Task Oidcc_client_test_scope_userinfo_claims(string responseMode)
    {
        await using var provider = await StartAsync(responseMode, login: options =>
        {
            options.Scope = "openid profile email";
            options.GetClaimsFromUserInfoEndpoint = true;
        });
        using var response = await ComeBackAsync(provider, responseMode);
        await provider.ShouldSignInAsync(response, "the claims are about the user");
        (await provider.Rig.ClaimsAsync()).Should().Contain("email=alice@example.com");
        provider.Tenant.To("userinfo").Single().Headers["Authorization"].Should().Be("Bearer access-token-1");
    }

    [Theory]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public async Task Oidcc_client_test_client_secret_basic(string responseMode)
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("app:client-secret-1"));
        await using var provider = await StartAsync(
            responseMode,
            tenant => tenant.Reply = call =>
                call.Headers.GetValueOrDefault("Authorization") == basic && !call.Form.ContainsKey("client_secret")
                    ? null
                    : AnswerLies.Content("{\"error\":\"invalid_client\"}", 401),
            options => options.ClientAuthentication = ClientAuthenticationMethod.ClientSecretBasic);
        using var response = await ComeBackAsync(provider, responseMode);
        await provider.ShouldSignInAsync(response, "the credentials came as the provider wants them");
    }

    private static async Task SignsInAsync(string responseMode, Action<ScriptedTenant>? tenant = null)
    {
        await using var provider = await StartAsync(responseMode, tenant);
        using var response = await ComeBackAsync(provider, responseMode);
        await provider.ShouldSignInAsync(response, responseMode);
    }

    private static async Task IsRefusedAsync(string responseMode, string check, Action<ScriptedTenant> tenant)
    {
        await using var provider = await StartAsync(responseMode, tenant);
        using var response = await ComeBackAsync(provider, responseMode);
        await provider.ShouldRefuseAsync(
            response, $"[402] The ID token of a login with scheme Auth0 was refused: {check}.", responseMode);
    }

    private static Task<LyingProvider> StartAsync(
        string responseMode, Action<ScriptedTenant>? tenant = null, Action<Auth0WebAppOptions>? login = null) =>
        LyingProvider.StartAsync(
            options =>
            {
                options.ResponseMode = responseMode;
                login?.Invoke(options);
            },
            tenant);

    private static async Task<HttpResponseMessage> ComeBackAsync(LyingProvider provider, string responseMode)
    {
        var state = (await provider.Rig.BeginAsync())["state"].ToString();
        return responseMode == FormPost
            ? await FormLies.HonestAsync(provider.Rig, state)
            : await provider.Rig.ComeBackAsync(state);
    }
}
