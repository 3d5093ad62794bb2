using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

[Collection(SharedRealProvider.Name)]
public sealed class RealProviderTests(RealProvider provider)
{
    private const string Orders = "https://api.example.com";
    private const string Analytics = "https://analytics.example.com";

    [RealPartFact(RealPart.NodeProvider)]
    public async Task Discovery_names_the_issuer_with_a_trailing_slash()
    {
        using var http = new HttpClient();

        var discovery = await http.GetFromJsonAsync<JsonElement>($"{provider.Issuer}.well-known/openid-configuration");

        discovery.GetProperty("issuer").GetString().Should().Be($"{provider.Authority}/");
        discovery.GetProperty("token_endpoint").GetString().Should().Be($"{provider.Authority}/oauth/token");
    }

    [RealPartFact(RealPart.NodeProvider)]
    public async Task A_spent_refresh_token_is_refused_and_counted()
    {
        await provider.ResetAsync();
        using var flow = new CodeFlow(provider);
        var spent = (await flow.SignInAsync(Orders)).GetProperty("refresh_token").GetString()!;
        using var first = await flow.RefreshAsync(spent, Analytics);
        first.StatusCode.Should().Be(HttpStatusCode.OK);

        using var second = await flow.RefreshAsync(spent, Analytics);

        second.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var refusal = await second.Content.ReadFromJsonAsync<JsonElement>();
        refusal.GetProperty("error").GetString().Should().Be("invalid_grant");
        var counters = await provider.CountersAsync();
        counters.ReuseDetections.Should().Be(1);
        counters.GrantsRevoked.Should().Be(1);
        counters.RefreshByAudience[Analytics].Should().Be(2);
    }

    [RealPartFact(RealPart.NodeProvider)]
    public async Task A_fault_is_injected_once_and_leaves_the_refresh_token_usable()
    {
        await provider.ResetAsync();
        using var flow = new CodeFlow(provider);
        var refreshToken = (await flow.SignInAsync(Orders)).GetProperty("refresh_token").GetString()!;
        await provider.KnobsAsync(new() { FailNextToken = new() { Status = 429, RetryAfter = 2 } });

        using var failed = await flow.RefreshAsync(refreshToken);
        using var repeated = await flow.RefreshAsync(refreshToken);

        failed.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        failed.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(2));
        repeated.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
