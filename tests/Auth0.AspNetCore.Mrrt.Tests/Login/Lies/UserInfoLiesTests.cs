namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>OpenID Connect Core 1.0, sections 5.3.2 and 5.3.4: what is said about another user, or not well said, signs
/// nobody in.</summary>
public sealed class UserInfoLiesTests
{
    private static readonly Dictionary<string, UserInfoLie> Lies = UserInfoLies.All.ToDictionary(lie => lie.Name);

    public static TheoryData<string> Told => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_lie_about_the_user_is_refused_and_the_log_names_it(string lie)
    {
        await using var provider = await StartAsync();
        provider.Tenant.Reply = Lies[lie].Reply;
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldRefuseAsync(
            response, $"[406] The user information of a login with scheme Auth0 was refused: {Lies[lie].Reason}.", lie);
    }

    [Fact]
    public async Task The_truth_is_accepted()
    {
        await using var provider = await StartAsync();
        using var response = await provider.Rig.SignInAsync();
        await provider.ShouldSignInAsync(response, "what it says is about the user");
        (await provider.Rig.ClaimsAsync()).Should().Contain("email=alice@example.com");
    }

    private static Task<LyingProvider> StartAsync() =>
        LyingProvider.StartAsync(options => options.GetClaimsFromUserInfoEndpoint = true);
}
