using System.Net;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Authorize;

public sealed class AuthorizeTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options)
    {
        options.Apis.Add(new TenantApi { Identifier = App.Orders, Scopes = ["read:orders"] });
        options.Apis.Add(new TenantApi { Identifier = "https://consent.example.com", SkipConsentForFirstParty = false });
        options.Apis.Add(new TenantApi { Identifier = "https://online.example.com", AllowOfflineAccess = false });
    }

    [Fact]
    public async Task The_answer_goes_to_the_callback_with_code_and_state()
    {
        var response = await App.AuthorizeAsync();

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.GetLeftPart(UriPartial.Path).Should().Be(App.Callback);
        App.Answer(response).Should().ContainKeys("code", "state").And.HaveCount(2);
        App.Answer(response)["state"].Should().Be("the-state");
    }

    [Fact]
    public async Task A_callback_with_a_query_of_its_own_keeps_it()
    {
        Tenant.Client.Callbacks.Add("https://app.example.com/callback?tenant=1");
        var response = await App.AuthorizeAsync(("redirect_uri", "https://app.example.com/callback?tenant=1"));

        App.Answer(response).Should().Contain("tenant", "1").And.ContainKey("code");
    }

    [Theory]
    [InlineData("client_id", "nobody", "Unknown client: nobody")]
    [InlineData("client_id", null, "Missing required parameter: client_id")]
    [InlineData("redirect_uri", "https://evil.example.com/", "Callback URL mismatch")]
    [InlineData("redirect_uri", "http://localhost:5000/callback?extra=1", "Callback URL mismatch")]
    [InlineData("redirect_uri", "http://localhost.evil.com:80/callback", "Callback URL mismatch")]
    [InlineData("redirect_uri", "http://localhost:5000@evil.com/callback", "Callback URL mismatch")]
    [InlineData("redirect_uri", "http://LOCALHOST:5000/callback", "Callback URL mismatch")]
    [InlineData("redirect_uri", null, "Missing required parameter: redirect_uri")]
    public async Task An_unknown_client_or_callback_gets_a_page_and_no_redirect(
        string parameter, string? value, string explanation)
    {
        var response = await App.AuthorizeAsync((parameter, value));

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.Location.Should().BeNull();
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        (await response.Content.ReadAsStringAsync()).Should().Contain(explanation);
    }

    [Fact]
    public async Task The_error_page_encodes_what_was_sent()
    {
        var response = await App.AuthorizeAsync(("client_id", "<script>alert(1)</script>"));

        (await response.Content.ReadAsStringAsync()).Should().NotContain("<script").And.Contain("&lt;script&gt;");
    }

    [Fact]
    public async Task Without_a_callback_the_first_allowed_one_is_used()
    {
        Tenant.Client.Callbacks.Insert(0, "https://app.example.com/callback");
        var response = await App.AuthorizeAsync(("redirect_uri", null));

        response.Headers.Location!.Host.Should().Be("app.example.com");
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request", "Missing required parameter: response_type")]
    [InlineData("response_type", "token", "unsupported_response_type", "Unsupported response type: token")]
    [InlineData("response_mode", "web_message", "invalid_request", "Unsupported response mode: web_message")]
    [InlineData("audience", "https://nowhere/", "access_denied", "Service not found: https://nowhere/")]
    [InlineData("code_challenge_method", "plain", "invalid_request", "code_challenge_method must be S256")]
    [InlineData("code_challenge_method", null, "invalid_request", "code_challenge_method must be S256")]
    [InlineData("code_challenge", "short", "invalid_request", "code_challenge must have between 43 and 128 characters")]
    [InlineData("max_age", "soon", "invalid_request", "max_age must be a number of seconds")]
    [InlineData("prompt", "none login", "invalid_request", "prompt=none cannot be combined with other values")]
    [InlineData("scope", "online_access offline_access", "invalid_request",
        "Cannot request both online_access and offline_access scopes")]
    public async Task A_bad_request_is_answered_at_the_callback_with_the_state(
        string parameter, string? value, string error, string description)
    {
        var answer = App.Answer(await App.AuthorizeAsync((parameter, value)));

        answer.Should().Equal(new Dictionary<string, string>
        {
            ["error"] = error,
            ["error_description"] = description,
            ["state"] = "the-state",
        });
    }

    [Fact]
    public async Task A_repeated_parameter_is_refused()
    {
        var response = await App.Http.GetAsync(App.AuthorizeUrl() + "&scope=openid");

        App.Answer(response)["error_description"].Should().Be("Duplicate parameter: scope");
    }

    [Fact]
    public async Task The_request_may_be_posted()
    {
        var query = new Uri(new Uri(Tenant.Issuer), App.AuthorizeUrl()).Query.TrimStart('?');
        using var form = new StringContent(query, null, "application/x-www-form-urlencoded");

        App.Answer(await App.Http.PostAsync("/authorize", form)).Should().ContainKey("code");
    }

    [Fact]
    public async Task Scopes_the_API_does_not_have_are_dropped()
    {
        var signIn = await App.SignInAsync(("scope", "openid read:orders drop:tables read:inventory"));

        signIn.Scope.Should().Be("openid read:orders");
    }

    [Fact]
    public async Task Offline_access_needs_an_API_that_allows_it()
    {
        var signIn = await App.SignInAsync(
            ("audience", "https://online.example.com"), ("scope", "openid offline_access"));

        signIn.RefreshToken.Should().BeNull();
        signIn.Scope.Should().Be("openid");
    }

    [Fact]
    public async Task An_API_whose_consent_cannot_be_skipped_needs_consent_before_a_silent_sign_in()
    {
        await using var tenant = await Auth0Tenant.StartInProcessAsync(Configure);
        using var browser = new TenantBrowser(tenant, new Uri("http://localhost"), new CallbackStub());
        var first = App.AuthorizeUrl(("redirect_uri", "http://localhost/callback"));
        var consented = App.AuthorizeUrl(
            ("redirect_uri", "http://localhost/callback"), ("audience", "https://consent.example.com"));

        await browser.SignInAsync(new Uri(new Uri(tenant.Issuer), first).AbsoluteUri);
        var refused = await browser.GetAsync(new Uri(new Uri(tenant.Issuer), consented + "&prompt=none").AbsoluteUri);
        await browser.SignInAsync(new Uri(new Uri(tenant.Issuer), consented).AbsoluteUri);
        var allowed = await browser.GetAsync(new Uri(new Uri(tenant.Issuer), consented + "&prompt=none").AbsoluteUri);

        refused.RequestMessage!.RequestUri!.Query.Should().Contain("error=consent_required");
        allowed.RequestMessage!.RequestUri!.Query.Should().Contain("code=");
    }
}
