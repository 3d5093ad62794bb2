using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.UserInfo;

public sealed class UserInfoTests : TenantTest
{
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task An_access_token_with_openid_gets_the_claims_of_its_scopes(string method)
    {
        var (status, body) = await CallAsync(method, (await App.SignInAsync())["access_token"]);

        status.Should().Be(200);
        JsonNode.Parse(body)!["sub"]!.ToString().Should().Be("auth0|alice");
        JsonNode.Parse(body)!["email"]!.ToString().Should().Be("alice@example.com");
        Tenant.Counters.UserInfoRequests.Should().Be(1);
    }

    [Fact]
    public async Task An_opaque_token_and_one_in_the_form_work_too()
    {
        var opaque = (await App.SignInAsync(("audience", null)))["access_token"];
        var posted = await App.PostAsync("/userinfo", ("access_token", opaque));

        (await CallAsync("GET", opaque)).Status.Should().Be(200);
        posted["sub"].Should().Be("auth0|alice");
    }

    [Fact]
    public async Task Without_openid_the_token_is_not_enough()
    {
        var token = (await App.SignInAsync(("scope", "read:orders")))["access_token"];

        (await CallAsync("GET", token)).Status.Should().Be(403);
    }

    [Fact]
    public async Task No_token_a_made_up_one_and_an_expired_one_are_unauthorized()
    {
        var token = (await App.SignInAsync())["access_token"];
        Tenant.Advance(TimeSpan.FromHours(24));

        (await CallAsync("GET", null)).Status.Should().Be(401);
        (await CallAsync("GET", "made-up")).Status.Should().Be(401);
        (await CallAsync("GET", token)).Status.Should().Be(401);
    }

    private async Task<(int Status, string Body)> CallAsync(string method, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/userinfo");
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var response = await App.Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
