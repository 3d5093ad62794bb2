using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>A token endpoint that lies.</summary>
public sealed class AnswerLiesTests(LyingProviders providers) : IClassFixture<LyingProviders>
{
    private static readonly Dictionary<string, AnswerLie> Lies = AnswerLies.All.ToDictionary(lie => lie.Name);

    private static readonly Dictionary<string, Action<JsonObject>> Truths = new()
    {
        ["an honest answer"] = _ => { },
        ["a type in small letters (RFC 6749, section 5.1)"] = answer => answer["token_type"] = "bearer",
        ["no type"] = answer => answer.Remove("token_type"),
        ["no lifetime"] = answer => answer.Remove("expires_in"),
        ["a lifetime that makes no sense"] = answer => answer["expires_in"] = "tell-tale",
        ["no refresh token"] = answer => answer.Remove("refresh_token"),
        ["a refresh token that is none"] = answer => answer["refresh_token"] = new JsonArray(),
        ["a scope"] = answer => answer["scope"] = "openid",
        ["members that nobody knows"] = answer => answer["x"] = new JsonObject { ["y"] = new JsonArray(1, 2) },
    };

    public static TheoryData<string> Told => [.. Lies.Keys];

    public static TheoryData<string> True => [.. Truths.Keys];

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_lie_in_the_token_response_is_refused_and_the_log_names_it(string lie)
    {
        var provider = await providers.GetAsync(null, tenant =>
            tenant.Reply = _ => Lies[lie].Answer(tenant), alone: false);
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldRefuseAsync(response, Lies[lie].Line, lie);
        provider.Tenant.Calls.Should().ContainSingle("a code is presented once and to the tenant alone")
            .Which.Address.Should().Be(ScriptedTenant.Issuer + "oauth/token");
    }

    [Theory]
    [MemberData(nameof(True))]
    public async Task The_truth_is_accepted(string truth)
    {
        var provider = await providers.GetAsync(null, tenant => tenant.Answer = Truths[truth], alone: false);
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(response, truth, warned: truth.Contains("refresh token", StringComparison.Ordinal));
    }

    /// <summary>What something on the way made of the type of the body is no lie of the tenant's.</summary>
    [Fact]
    public async Task The_media_type_is_not_what_counts()
    {
        var provider = await providers.GetAsync(
            null,
            tenant => tenant.Reply = _ =>
                AnswerLies.Content(AnswerLies.Honest(tenant).ToJsonString(), type: "text/plain"),
            alone: false);
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(response, "the body is what it is");
    }

    /// <summary>The answer does not come, or stops in the middle. What has come is looked at.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_does_not_come_is_waited_for_until_the_time_limit(bool begins)
    {
        await using var provider = await LyingProvider.StartAsync();
        var asked = new TaskCompletionSource();
        provider.Tenant.Before = async (path, cancellationToken) =>
        {
            if (path != "/oauth/token")
            {
                return;
            }

            asked.TrySetResult();
            if (!begins)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
        };
        provider.Tenant.Reply = _ => new HttpResponseMessage { Content = new EndlessContent(100) };
        var state = (await provider.Rig.BeginAsync())["state"].ToString();
        var coming = provider.Rig.ComeBackAsync(state);
        await asked.Task;
        // The limit, in the two steps that it is counted in.
        provider.Rig.Time.Advance(new Auth0WebAppOptions().BackchannelTimeout);
        provider.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        using var response = await coming;
        await provider.ShouldRefuseAsync(
            response, begins ? AnswerLies.NoToken(200) : AnswerLies.Unanswered(nameof(TaskCanceledException)), "too late");
    }

    [Theory]
    [InlineData(typeof(HttpRequestException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task A_connection_that_breaks_says_so_and_nothing_else(Type exception)
    {
        var provider = await providers.GetAsync(
            null,
            tenant => tenant.Reply = _ => throw (Exception)Activator.CreateInstance(exception, LyingProvider.TellTale)!,
            alone: false);
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldRefuseAsync(response, AnswerLies.Unanswered(exception.Name), exception.Name);
    }
}
