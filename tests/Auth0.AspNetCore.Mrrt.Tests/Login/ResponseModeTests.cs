using System.Net;
using System.Text;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using SameSiteMode = Microsoft.Net.Http.Headers.SameSiteMode;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>The answer to a login as a form. A browser that minds <c>SameSite</c> takes part in the first test.</summary>
public sealed class ResponseModeTests
{
    /// <summary>The form is posted from the tenant's site.</summary>
    [Fact]
    public async Task The_answer_may_come_as_a_form_from_the_tenant_s_site()
    {
        await using var app = await AppHost.StartAsync(login: options => options.ResponseMode = "form_post");
        using var browser = app.Browser();
        (await browser.SignInAsync()).Dispose();
        (await browser.SessionAsync()).Subject.Should().Be(app.Tenant.Users[0].Id);
    }

    [Fact]
    public async Task A_form_is_asked_for_and_its_cookie_crosses_sites_over_https_only()
    {
        await using var rig = await LoginRig.StartAsync(options => options.ResponseMode = "form_post");
        using var challenge = await rig.Browser.GetAsync("/login");
        var cookie = RigBrowser.SetCookies(challenge).Single();
        cookie.SameSite.Should().Be(SameSiteMode.None);
        cookie.Secure.Should().BeTrue();
        challenge.Headers.Location!.Query.Should().Contain("response_mode=form_post");

        var asked = await rig.BeginAsync();
        using var response = await rig.Browser.PostAsync("/callback", Form(asked["state"]!));
        (await rig.RefusalAsync(response)).Should().BeNull();
        RigBrowser.SetCookies(response).Single(set => set.Name.Value!.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal))
            .SameSite.Should().Be(SameSiteMode.Lax, "the session's cookie has nothing to do with the form");
    }

    [Fact]
    public async Task A_query_is_not_asked_for_by_name_since_it_is_what_a_code_comes_with()
    {
        await using var rig = await LoginRig.StartAsync();
        (await rig.BeginAsync()).Keys.Should().NotContain("response_mode");
    }

    [Fact]
    public async Task Where_a_form_was_asked_for_nothing_else_is_taken()
    {
        await using var rig = await LoginRig.StartAsync(options => options.ResponseMode = "form_post");
        var state = (await rig.BeginAsync())["state"].ToString();
        (await rig.RefusalAsync(await rig.ComeBackAsync(state))).Should().Contain("POST");
        foreach (var content in new HttpContent[]
                 {
                     new ByteArrayContent(Encoding.ASCII.GetBytes($"state={state}&code=c"))
                     {
                         Headers = { ContentType = new("application/x-www-form-urlencoded", "utf-7") },
                     },
                     new StringContent($$"""{"state":"{{state}}","code":"c"}""", Encoding.UTF8, "application/json"),
                     new StringContent(""),
                     new MultipartFormDataContent { { new StringContent(state), "state" }, { new StringContent("c"), "code" } },
                     new FormUrlEncodedContent(Form(state).Append(new("x", new string('x', 64 * 1024)))),
                     new FormUrlEncodedContent(Form(state).Concat(Enumerable.Range(0, 40)
                         .Select(i => KeyValuePair.Create($"x{i}", "")))),
                 })
        {
            using var response = await rig.Browser.SendAsync(
                new HttpRequestMessage(HttpMethod.Post, "/callback") { Content = content });
            (await rig.RefusalAsync(response)).Should().Contain("POST");
        }

        using var twice = await rig.Browser.PostAsync("/callback", Form(state).Append(new("code", "other")));
        (await rig.RefusalAsync(twice)).Should().Contain("code more than once");
        rig.Tenant.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task An_error_may_come_as_a_form_too()
    {
        await using var rig = await LoginRig.StartAsync(options => options.ResponseMode = "form_post");
        var asked = await rig.BeginAsync();
        using var response = await rig.Browser.PostAsync("/callback", new Dictionary<string, string>
        {
            ["state"] = asked["state"]!,
            ["error"] = "login_required",
        });
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await rig.RefusalAsync(response)).Should().Contain("login_required");
    }

    private static Dictionary<string, string> Form(string state) => new() { ["state"] = state, ["code"] = "code-1" };
}
