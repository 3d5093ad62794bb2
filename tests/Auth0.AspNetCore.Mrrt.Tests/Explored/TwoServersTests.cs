using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>The protocol checked through and through for two servers, two audiences, one crash and one sign-out: the
/// library's own parts, on rows that the servers share.</summary>
public sealed class TwoServersTests(ITestOutputHelper output)
{
    private const int Most = 100_000;

    public static TheoryData<string[], bool, bool> Stories => new()
    {
        { [Given.Orders], false, false },
        { [Given.Orders, Given.Inventory], false, false },
        { [Given.Orders, Given.Inventory], false, true },
        { [Given.Orders, Given.Inventory], true, false },
        { [Given.Orders], true, true },
        { [Given.Orders, Given.Inventory], true, true },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void Whatever_the_order_nothing_is_spent_twice_lost_or_brought_back(string[] audiences, bool crash, bool signOut) =>
        output.WriteLine(
            $"{Explorer.Explore(stage => new TwoServers(stage, audiences, crash, signOut), Most)} orders");

    private sealed class TwoServers : ExploredStory
    {
        private readonly ExploredServer _one;
        private readonly ExploredServer _two;
        private readonly SharedRows _rows;
        private readonly string[] _audiences;
        private readonly bool _crash;

        public TwoServers(Stage stage, string[] audiences, bool crash, bool signOut)
            : base(stage, answersInASecondStep: false) // the commit is the next step anyway
        {
            _audiences = audiences;
            _crash = crash;
            _rows = new SharedRows(stage);
            _one = new ExploredServer("one", Issuer, line => new SharedCoordinator("one", line, _rows));
            _two = new ExploredServer("two", Issuer, line => new SharedCoordinator("two", line, _rows));
            // The same audience on both servers when there is one, else each its own.
            Request(_one, "a request", audiences[0], atOnce: true);
            Request(_two, "a request", audiences[^1], atOnce: !signOut);
            if (signOut)
            {
                SignOut(_two);
            }

            if (crash)
            {
                Crash(_one, _rows.Release);
            }
        }

        protected override void CheckStory()
        {
            if (SignedOut)
            {
                foreach (var cookie in Cookies.ToArray())
                {
                    foreach (var server in _crash ? [_two] : new[] { _one, _two })
                    {
                        Afterwards(server.AskAsync(cookie, Given.Admin)).Result?.Reason.Should().Be(
                            AccessTokenFailure.SessionEnded, "the session stays gone (G8)");
                    }
                }

                Issuer.Exchanges.Should().BeLessThanOrEqualTo(2);
                return;
            }

            if (InDoubt)
            {
                return; // the tenant's answer died with the server
            }

            foreach (var cookie in Cookies.ToArray())
            {
                foreach (var audience in _audiences)
                {
                    Conclude(Afterwards(_two.AskAsync(cookie, audience)), audience);
                    if (!_crash)
                    {
                        Conclude(Afterwards(_one.AskAsync(cookie, audience)), audience);
                    }
                }
            }

            Issuer.Exchanges.Should().Be(_audiences.Length, "each audience is bought once, whoever died (G2, G5)");
            Issuer.Lives.Should().BeTrue();
        }
    }
}
