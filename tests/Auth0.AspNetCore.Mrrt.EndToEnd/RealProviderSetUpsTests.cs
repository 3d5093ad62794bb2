using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>
/// From the first sign-in to the end of the session at the certified provider, in Chromium across two sites, for every
/// way in which the two may be set up with each other. Each application is registered for one way to prove who it is,
/// and the provider takes no other.
/// </summary>
[Collection(SharedRealProvider.Name)]
public sealed class RealProviderSetUpsTests(RealProvider provider, ChromiumBrowser chromium)
    : IClassFixture<ChromiumBrowser>, IAsyncLifetime, IDisposable
{
    private const string Query = "query";
    private const string FormPost = "form_post";

    private readonly ClientKeys _keys = new();
    private readonly RealSignInProvider _provider = new(provider);

    public static TheoryData<ClientProof, string, PushedAuthorizationBehavior> SetUps
    {
        get
        {
            var all = new TheoryData<ClientProof, string, PushedAuthorizationBehavior>();
            foreach (var proof in Enum.GetValues<ClientProof>())
            {
                all.Add(proof, Query, PushedAuthorizationBehavior.Disable);
                all.Add(proof, FormPost, PushedAuthorizationBehavior.Require);
            }

            all.Add(ClientProof.SecretPost, Query, PushedAuthorizationBehavior.Require);
            all.Add(ClientProof.SecretPost, FormPost, PushedAuthorizationBehavior.Disable);
            all.Add(ClientProof.RS256, FormPost, PushedAuthorizationBehavior.UseIfAvailable);
            return all;
        }
    }

    public async Task InitializeAsync()
    {
        await provider.ResetAsync();
        await _keys.RegisterAsync(provider);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _keys.Dispose();

    [RealPartTheory(RealPart.NodeProvider, RealPart.Chromium)]
    [MemberData(nameof(SetUps))]
    public Task A_user_signs_in_gets_a_token_and_signs_out_at_both(
        ClientProof proof, string responseMode, PushedAuthorizationBehavior pushed) =>
        LiveAsync(
            options =>
            {
                Prove(options, proof, _keys);
                options.ResponseMode = responseMode;
                options.PushedAuthorization = pushed;
            },
            pushes: pushed != PushedAuthorizationBehavior.Disable);

    [RealPartTheory(RealPart.NodeProvider, RealPart.Chromium)]
    [InlineData(Query)]
    [InlineData(FormPost)]
    public Task So_it_is_where_the_provider_takes_pushed_requests_only(string responseMode) =>
        LiveAsync(
            options =>
            {
                options.ClientId = "web-par";
                options.ResponseMode = responseMode;
            },
            pushes: true);

    [RealPartFact(RealPart.NodeProvider, RealPart.Chromium)]
    public async Task Such_a_provider_refuses_a_request_that_was_not_pushed()
    {
        await using var application = await StartAsync(options =>
        {
            options.ClientId = "web-par";
            options.PushedAuthorization = PushedAuthorizationBehavior.Disable;
        });

        await RefusedAsync(application);
    }

    [RealPartTheory(RealPart.NodeProvider, RealPart.Chromium)]
    [InlineData(ClientProof.SecretPost)]
    [InlineData(ClientProof.SecretBasic)]
    [InlineData(ClientProof.RS256)]
    [InlineData(ClientProof.PS256)]
    [InlineData(ClientProof.ES256)]
    [InlineData(ClientProof.Certificate)]
    public async Task The_proof_of_somebody_else_signs_nobody_in(ClientProof proof)
    {
        using var others = new ClientKeys();
        await using var application = await StartAsync(options =>
        {
            Prove(options, proof, others);
            options.ClientSecret = options.ClientSecret is null ? null : "another-secret";
            options.PushedAuthorization = PushedAuthorizationBehavior.Disable;
        });

        await RefusedAsync(application);
        (await provider.CountersAsync()).TokenErrors.Should().Equal(new Dictionary<string, int> { ["invalid_client"] = 1 });
    }

    private Task<TestApplication> StartAsync(Action<Auth0WebAppOptions> login) =>
        TestApplication.StartAsync(_provider, TimeProvider.System, login);

    private void Prove(Auth0WebAppOptions options, ClientProof proof, ClientKeys keys)
    {
        switch (proof)
        {
            case ClientProof.SecretPost:
                break;
            case ClientProof.SecretBasic:
                options.ClientId = "web-basic";
                options.ClientAuthentication = ClientAuthenticationMethod.ClientSecretBasic;
                break;
            case ClientProof.Certificate:
                options.ClientId = "web-cert";
                options.ClientSecret = null;
                options.ClientAuthentication = ClientAuthenticationMethod.TlsClientAuth;
                options.BackchannelHttpHandler = provider.WayWith(keys.Certificate);
                break;
            default:
                var algorithm = proof.ToString();
                options.ClientId = "web-key";
                options.ClientSecret = null;
                options.ClientAssertionSecurityKey = keys.For(algorithm);
                options.ClientAssertionSecurityKeyAlgorithm = algorithm;
                break;
        }
    }

    private async Task LiveAsync(Action<Auth0WebAppOptions> login, bool pushes)
    {
        await using var application = await StartAsync(login);
        await using var visitor = await chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();

        (await page.OpenAsync(application.Address, "login")).Should().Be(_provider.UserName);
        page.Url.Should().Be(application.Address.AbsoluteUri);
        var answer = await page.EvaluateAsync<string>(
            "async audience => JSON.stringify(await (await fetch(`/token?force=false&audience=${audience}`)).json())",
            Uri.EscapeDataString(_provider.Apis[1].Audience));
        answer.Should().Contain("\"reason\":null");

        (await page.OpenAsync(application.Address, "logout")).Should().BeEmpty();
        page.Url.Should().Be(application.Address.AbsoluteUri);
        var counters = await provider.CountersAsync();
        counters.Requests["par"].Should().Be(pushes ? 1 : 0);
        counters.TokenOk.Should().Equal(
            new Dictionary<string, int> { ["authorization_code"] = 1, ["refresh_token"] = 1 });
        counters.Logins.Should().Be(1);
        counters.GrantsRevoked.Should().Be(1, "the refresh token is revoked");
        counters.Logouts.Should().Be(1);

        (await page.OpenAsync(application.Address, "login?prompt=none")).Should()
            .Be("failure", "the provider has no session any more");
        (await page.OpenAsync(application.Address, "login")).Should().Be(_provider.UserName);
        (await provider.CountersAsync()).Logins.Should().Be(2, "the provider asks again");
    }

    private async Task RefusedAsync(TestApplication application)
    {
        await using var visitor = await chromium.NewVisitorAsync();
        var page = await visitor.NewPageAsync();

        (await page.OpenAsync(application.Address, "login")).Should().Be("failure");
        (await page.OpenAsync(application.Address, "")).Should().BeEmpty();
    }
}
