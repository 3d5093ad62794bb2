using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>Every order of the steps of two and three requests on one server.</summary>
public sealed class InterleavingTests(ITestOutputHelper output)
{
    private const int Most = 100_000;

    public static TheoryData<string[]> Requests => new()
    {
        new[] { Given.Orders, Given.Orders },
        new[] { Given.Orders, Given.Inventory },
        new[] { Given.Orders, Given.Orders, Given.Orders },
        new[] { Given.Orders, Given.Orders, Given.Inventory },
        new[] { Given.Orders, Given.Inventory, Given.Admin },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Requests_at_once_make_one_exchange_for_each_audience_and_lose_nothing(string[] audiences) =>
        output.WriteLine($"{Explorer.Explore(stage => new OneServer(stage, audiences, signOut: false), Most)} orders");

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_sign_out_at_any_moment_wins(string[] audiences) =>
        output.WriteLine($"{Explorer.Explore(stage => new OneServer(stage, audiences, signOut: true), Most)} orders");

    private sealed class OneServer : ExploredStory
    {
        private readonly ExploredServer _server;
        private readonly string[] _audiences;

        public OneServer(Stage stage, string[] audiences, bool signOut)
            : base(stage, answersInASecondStep: true)
        {
            _audiences = audiences;
            _server = new ExploredServer("one", Issuer, line => line);
            for (var i = 0; i < audiences.Length; i++)
            {
                Request(_server, $"request {i}", audiences[i]);
            }

            if (signOut)
            {
                SignOut(_server);
            }
        }

        protected override void CheckStory()
        {
            var distinct = _audiences.Distinct().Count();
            Issuer.Exchanges.Should().BeLessThanOrEqualTo(distinct);
            if (SignedOut)
            {
                _server.Coordinator.Peek("session").Ended.Should().BeTrue();
                foreach (var cookie in Cookies.ToArray())
                {
                    Afterwards(_server.AskAsync(cookie, Given.Orders)).Result.Should().BeNull("the session stays gone (G8)");
                }

                return;
            }

            Issuer.Exchanges.Should().Be(distinct, "one for each audience (G2, G3)");
            foreach (var cookie in Cookies.ToArray())
            {
                foreach (var audience in _audiences)
                {
                    Conclude(Afterwards(_server.AskAsync(cookie, audience)), audience);
                }
            }

            Issuer.Exchanges.Should().Be(distinct, "whatever cookie comes, nothing was lost (G5)");
        }
    }
}
