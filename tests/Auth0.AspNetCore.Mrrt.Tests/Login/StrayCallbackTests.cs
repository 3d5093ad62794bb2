using System.Net;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Auth0 leads users to the callback after it verified their e-mail address, and scanners try any address.</summary>
public sealed class StrayCallbackTests
{
    [Theory]
    [InlineData("GET", "/callback", false)]
    [InlineData("GET", "/callback", true)]
    [InlineData("GET", "/callback?success=true&code=success&email=a%40example.com", false)]
    [InlineData("GET", "/callback?success=true&code=success", true)]
    [InlineData("GET", "/callback?error=access_denied&error_description=x", false)]
    [InlineData("HEAD", "/callback", false)]
    [InlineData("HEAD", "/callback?code=x&state=y", true)]
    [InlineData("OPTIONS", "/callback", false)]
    public async Task A_request_that_answers_no_login_leads_to_the_start_page(string method, string address, bool signedIn)
    {
        await using var rig = await LoginRig.StartAsync();
        if (signedIn)
        {
            (await rig.RefusalAsync()).Should().BeNull();
        }

        rig.Tenant.Calls.Clear();
        rig.Logs.Lines.Clear();
        using var response = await rig.Browser.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.Should().Be("/");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        rig.Tenant.Calls.Should().BeEmpty();
        rig.Logs.Lines.Should().ContainSingle(line => line.StartsWith("Information", StringComparison.Ordinal)
            && line.Contains("[413]", StringComparison.Ordinal));
        rig.Logs.Lines.Should().NotContain(line => line.StartsWith("Error", StringComparison.Ordinal)
            || line.StartsWith("Warning", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
        ((await rig.ClaimsAsync()).Length > 0).Should().Be(signedIn, "the session is what it was");
    }

    [Theory]
    [InlineData("GET", "", HttpStatusCode.Found)]
    [InlineData("POST", "", HttpStatusCode.InternalServerError)]
    [InlineData("OPTIONS", "", HttpStatusCode.Found)]
    [InlineData("GET", "?state=x&code=y", HttpStatusCode.InternalServerError)]
    public async Task A_login_that_asks_for_a_form_knows_them_as_well(string method, string query, HttpStatusCode status)
    {
        await using var rig = await LoginRig.StartAsync(options => options.ResponseMode = "form_post");
        using var response = await rig.Browser.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/callback" + query));
        response.StatusCode.Should().Be(status);
    }

    [Fact]
    public async Task A_login_under_way_can_still_end()
    {
        await using var rig = await LoginRig.StartAsync();
        var asked = await rig.BeginAsync();
        (await rig.Browser.GetAsync("/callback?success=true&code=success")).Dispose();
        using var response = await rig.ComeBackAsync(asked["state"]!);
        (await rig.RefusalAsync(response)).Should().BeNull();
    }
}
