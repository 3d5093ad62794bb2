using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Authorize;

public sealed class ResponseModeTests : TenantTest
{
    [Fact]
    public async Task Form_post_gives_a_page_that_submits_itself_and_works_without_script()
    {
        var page = await (await App.AuthorizeAsync(("response_mode", "form_post"))).Content.ReadAsStringAsync();

        page.Should().Contain($"<form method=\"post\" action=\"{App.Callback}\">")
            .And.Contain("<input type=\"hidden\" name=\"code\"")
            .And.Contain("<input type=\"hidden\" name=\"state\" value=\"the-state\">")
            .And.Contain("document.forms[0].submit()")
            .And.Contain("<noscript><button>");
    }

    [Fact]
    public async Task Form_post_encodes_the_state_and_the_callback()
    {
        const string Callback = "https://app.example.com/callback?a=\"><script>&b";
        Tenant.Client.Callbacks.Add(Callback);
        var page = await (await App.AuthorizeAsync(
            ("response_mode", "form_post"), ("redirect_uri", Callback), ("state", "\"><img src=x onerror=y>&'")))
            .Content.ReadAsStringAsync();

        page.Should().NotContain("<img").And.NotContain("\"><script>&b");
        page.Should().Contain("&quot;&gt;&lt;img");
    }

    [Fact]
    public async Task Form_post_carries_errors_too()
    {
        var page = await (await App.AuthorizeAsync(("response_mode", "form_post"), ("prompt", "none")))
            .Content.ReadAsStringAsync();

        page.Should().Contain("name=\"error\" value=\"login_required\"")
            .And.Contain("name=\"error_description\" value=\"Login required\"")
            .And.Contain("name=\"state\" value=\"the-state\"");
    }

    [Fact]
    public async Task Fragment_keeps_the_answer_out_of_the_query()
    {
        var response = await App.AuthorizeAsync(("response_mode", "fragment"));

        response.Headers.Location!.Query.Should().BeEmpty();
        QueryHelpers.ParseQuery(response.Headers.Location.Fragment.TrimStart('#')).Should().ContainKeys("code", "state");
    }

    [Fact]
    public async Task A_state_survives_the_query_unchanged()
    {
        const string State = "a b+c&d=e#f/ü%20";

        App.Answer(await App.AuthorizeAsync(("state", State)))["state"].Should().Be(State);
    }
}
