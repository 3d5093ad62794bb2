using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>Every order of the steps of requests that sign out and in again, and of exchanges, on one server and on two
/// (G16).</summary>
public sealed class OutAndInInterleavingTests(ITestOutputHelper output)
{
    private const int Most = 100_000;

    public static TheoryData<int, string[], int> Stories => new()
    {
        { 1, [Given.Orders], 1 },
        { 1, [Given.Orders, Given.Inventory], 1 },
        { 1, [Given.Orders], 2 },
        { 2, [Given.Orders], 1 },
        { 2, [Given.Orders, Given.Inventory], 1 },
        { 2, [], 2 },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void Whatever_the_order_one_session_goes_on_with_a_refresh_token_that_is_good(int servers, string[] audiences, int times) =>
        output.WriteLine($"{Explorer.Explore(stage => new OutAndIns(stage, servers, audiences, times), Most)} orders");

    private sealed class OutAndIns : ExploredStory
    {
        private readonly ExploredServer[] _servers;

        public OutAndIns(Stage stage, int servers, string[] audiences, int times)
            : base(stage, answersInASecondStep: servers == 1)
        {
            _servers = Servers(servers);
            for (var i = 0; i < audiences.Length; i++)
            {
                Request(_servers[i % servers], $"request {i}", audiences[i], atOnce: servers > 1);
            }

            for (var i = 0; i < times; i++)
            {
                OutAndIn(_servers[^(1 + (i % servers))], atOnce: times > 1);
            }
        }

        protected override void CheckStory()
        {
            foreach (var server in _servers)
            {
                foreach (var cookie in Cookies.ToArray())
                {
                    // A server that has not heard of the end finds out when it exchanges.
                    Afterwards(server.AskAsync(cookie, Given.Admin)).Result?.Reason.Should().Be(
                        AccessTokenFailure.SessionEnded, "the session has ended (G8)");
                }
            }

            ContinuedIn.Should().NotBeEmpty();
            var owners = ContinuedIn.Where(cookie => ExploredCookies.Tokens(cookie).RefreshToken is not null).ToArray();
            owners.Should().ContainSingle("a refresh token has one owner, and nothing is lost");

            foreach (var cookie in owners)
            {
                foreach (var server in _servers)
                {
                    Afterwards(server.AskAsync(cookie, Given.Admin)).Result!.Succeeded.Should().BeTrue();
                }

                Issuer.Lives.Should().BeTrue();
            }

            Issuer.Reuses.Should().Be(0);
        }
    }
}
