using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Token;

public sealed class ClientAuthenticationTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options)
    {
        foreach (var id in new[] { "one:client", "other" })
        {
            options.Clients.Add(new TenantClient
            {
                ClientId = id,
                ClientSecret = "s:e+c%r t",
                Callbacks = ["http://localhost:*/callback"],
            });
        }
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task Wrong_credentials_are_access_denied_as_seen_live(string? secret) =>
        (await App.TokenAsync(("grant_type", "refresh_token"), ("client_secret", secret)))
            .ShouldBeRefused(401, "access_denied", "Unauthorized");

    [Theory]
    [InlineData("nobody")]
    [InlineData(null)]
    public async Task An_unknown_client_gets_the_same_answer(string? id) =>
        (await App.TokenAsync(("grant_type", "refresh_token"), ("client_id", id)))
            .ShouldBeRefused(401, "access_denied", "Unauthorized");

    [Fact]
    public async Task The_answer_can_be_the_invalid_client_of_the_API_description()
    {
        Tenant.Behavior.ReportInvalidClient = true;

        (await App.TokenAsync(("grant_type", "refresh_token"), ("client_secret", "wrong")))
            .ShouldBeRefused(401, "invalid_client", "Client authentication failed");
    }

    [Fact]
    public async Task The_secret_may_come_as_Basic_with_or_without_form_encoding()
    {
        var encoded = $"{Uri.EscapeDataString("other")}:{Uri.EscapeDataString("s:e+c%r t")}";

        (await BasicAsync("one%3Aclient:s%3Ae%2Bc%25r+t")).Should().Be("invalid_request");
        (await BasicAsync(encoded)).Should().Be("invalid_request");
        (await BasicAsync("other:s:e+c%r t")).Should().Be("invalid_request");
        (await BasicAsync("other:wrong")).Should().Be("access_denied");
        (await BasicAsync("no-colon")).Should().Be("access_denied");
    }

    [Fact]
    public async Task A_header_of_another_scheme_is_ignored()
    {
        App.Http.DefaultRequestHeaders.Authorization = new("Bearer", "for-somebody-else");

        (await App.SignInAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task Both_methods_at_once_must_agree()
    {
        (await BasicAsync("other:s:e+c%r t", ("client_id", "other"), ("client_secret", "s:e+c%r t")))
            .Should().Be("invalid_request");
        (await BasicAsync("other:s:e+c%r t", ("client_id", "one:client"))).Should().Be("access_denied");
        (await BasicAsync("other:s:e+c%r t", ("client_secret", "wrong"))).Should().Be("access_denied");
    }

    [Fact]
    public async Task A_code_of_another_client_is_refused_and_stays_good()
    {
        using var other = new App(Tenant, Tenant.Clients[1]);
        var code = await App.CodeAsync();

        (await other.RedeemAsync(code)).ShouldBeRefused(403, "invalid_grant", "Invalid authorization code");
        (await App.RedeemAsync(code)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_refresh_token_of_another_client_is_refused_and_stays_good()
    {
        using var other = new App(Tenant, Tenant.Clients[1]);
        var signIn = await App.SignInAsync();

        (await other.RefreshAsync(signIn.RefreshToken)).ShouldBeADeadRefreshToken();
        (await App.RefreshAsync(signIn.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_JSON_body_works_as_well_as_a_form()
    {
        var code = await App.CodeAsync();
        using var response = await App.Http.PostAsJsonAsync("/oauth/token", new
        {
            grant_type = "authorization_code",
            client_id = Tenant.Client.ClientId,
            client_secret = Tenant.Client.ClientSecret,
            code,
            redirect_uri = App.Callback,
            code_verifier = App.Verifier,
            audience = (string?)null,
        });

        (await Reply.ReadAsync(response)).RefreshToken.Should().NotBeNull();
    }

    [Theory]
    [InlineData("grant_type=refresh_token&grant_type=refresh_token", "application/x-www-form-urlencoded")]
    [InlineData("""{"grant_type":"refresh_token","grant_type":"x"}""", "application/json")]
    public async Task A_repeated_parameter_is_refused(string body, string type) =>
        (await PostAsync(body, type)).ShouldBeRefused(400, "invalid_request", "Duplicate parameter: grant_type");

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    public async Task A_body_that_cannot_be_read_is_an_invalid_request(string body, string type) =>
        (await PostAsync(body, type)).ShouldBeRefused(400, "invalid_request");

    [Fact]
    public async Task A_missing_grant_type_is_an_invalid_request() =>
        (await App.TokenAsync()).ShouldBeRefused(400, "invalid_request", "Missing required parameter: grant_type");

    [Fact]
    public async Task An_unknown_grant_and_one_that_is_switched_off_have_errors_of_their_own()
    {
        Tenant.Client.GrantTypes.Remove("refresh_token");

        (await App.TokenAsync(("grant_type", "password"))).ShouldBeRefused(400, "unsupported_grant_type");
        (await App.TokenAsync(("grant_type", "refresh_token"))).ShouldBeRefused(403, "unauthorized_client");
    }

    private async Task<Reply> PostAsync(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await App.Http.PostAsync("/oauth/token", content);
        return await Reply.ReadAsync(response);
    }

    /// <summary>The error of a refresh without a token: invalid_request says that the client was accepted.</summary>
    private async Task<string?> BasicAsync(string credentials, params (string Name, string Value)[] more)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        request.Content = new FormUrlEncodedContent(
            [new("grant_type", "refresh_token"), .. more.Select(p => KeyValuePair.Create(p.Name, p.Value))]);
        using var response = await App.Http.SendAsync(request);
        return (await Reply.ReadAsync(response)).Error;
    }
}
