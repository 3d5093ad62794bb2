using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Anybody can send a request to <c>RemoteSignOutPath</c>.</summary>
public sealed class FrontChannelTests
{
    [Theory]
    [InlineData("application/x-www-form-urlencoded", 2000)]
    [InlineData("application/x-www-form-urlencodedX", 1)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", 1)]
    [InlineData("application/x-www-form-urlencoded", 1)]
    [InlineData(null, 0)]
    public async Task A_post_is_refused_whatever_it_brings(string? type, int fields)
    {
        await using var rig = await LoginRig.StartAsync(handler: options => options.RemoteSignOutPath = "/remote");
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(
            string.Join('&', Enumerable.Range(0, fields).Select(field => $"x{field}=1"))));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await rig.Browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/remote?sid=sid-1&iss=https%3A%2F%2Ftenant.example.com%2F") { Content = content });
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    /// <summary>An application that keeps its cookie small has no ID token to compare with, and perhaps no claim.</summary>
    [Theory]
    [InlineData(true, "", false)]
    [InlineData(true, "?sid=sid-1&iss=https%3A%2F%2Ftenant.example.com%2F", false)]
    [InlineData(false, "", false)]
    [InlineData(false, "?sid=sid-2", false)]
    [InlineData(false, "?sid=sid-1&iss=https%3A%2F%2Ftenant.example.com%2F", true)]
    public async Task A_session_without_an_ID_token_is_ended_by_its_sid_alone(bool withoutSid, string query, bool ends)
    {
        await using var rig = await LoginRig.StartAsync(
            options =>
            {
                if (withoutSid)
                {
                    options.ClaimActions.Remove("sid");
                }

                options.OpenIdConnectEvents.OnTicketReceived = context =>
                {
                    context.Properties!.StoreTokens(context.Properties!.GetTokens().Where(token => token.Name != "id_token"));
                    return Task.CompletedTask;
                };
            },
            handler: options => options.RemoteSignOutPath = "/remote");
        (await rig.SignInAsync()).Dispose();
        (await rig.Browser.GetAsync("/remote" + query)).Dispose();
        (await rig.ClaimsAsync()).Contains("name=Alice").Should().Be(!ends);
        rig.Logs.Lines.Any(line => line.Contains("no ID token and no sid", StringComparison.Ordinal)).Should().Be(withoutSid);
    }
}
