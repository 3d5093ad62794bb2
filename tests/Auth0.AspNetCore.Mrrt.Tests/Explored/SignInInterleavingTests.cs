using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>Every order of the steps of a sign-in within the session and of exchanges, on one server and on two (G15).</summary>
public sealed class SignInInterleavingTests(ITestOutputHelper output)
{
    private const int Most = 100_000;

    public static TheoryData<int, string[], string[]> Stories => new()
    {
        { 1, [Given.Orders], ["after"] },
        { 1, [Given.Orders, Given.Inventory], ["after"] },
        { 1, [Given.Orders], ["one", "other"] },
        { 2, [Given.Orders], ["after"] },
        { 2, [Given.Orders, Given.Inventory], ["after"] },
        { 2, [Given.Orders], ["one", "other"] },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void Whatever_the_order_no_cookie_brings_back_the_older_sign_in(int servers, string[] audiences, string[] roles) =>
        output.WriteLine($"{Explorer.Explore(stage => new SignIns(stage, servers, audiences, roles), Most)} orders");

    private sealed class SignIns : ExploredStory
    {
        private readonly ExploredServer[] _servers;
        private readonly string[] _audiences;
        private readonly string[] _roles;

        public SignIns(Stage stage, int servers, string[] audiences, string[] roles)
            : base(stage, answersInASecondStep: servers == 1)
        {
            (_audiences, _roles) = (audiences, roles);
            _servers = Servers(servers);
            for (var i = 0; i < audiences.Length; i++)
            {
                Request(_servers[i % servers], $"request {i}", audiences[i], atOnce: servers > 1);
            }

            for (var i = 0; i < roles.Length; i++)
            {
                SignIn(_servers[^(1 + (i % servers))], roles[i]);
            }
        }

        protected override void CheckStory()
        {
            // A server learns of another server's sign-in when it exchanges.
            foreach (var server in _servers)
            {
                Conclude(Afterwards(server.AskAsync(Cookies[0], "https://" + server.Name)), "https://" + server.Name);
            }

            List<string> roles = [];
            foreach (var server in _servers)
            {
                foreach (var cookie in Cookies.ToArray())
                {
                    var response = Afterwards(server.AskAsync(cookie, Given.Orders));
                    Conclude(response, Given.Orders);
                    roles.Add(response.Role ?? "nobody");
                }
            }

            roles.Distinct().Should().ContainSingle("each cookie is of the last sign-in").Which.Should().BeOneOf(_roles);
            Issuer.Exchanges.Should().Be(_audiences.Length + _servers.Length, "each audience is asked for once (G5)");
            Issuer.Lives.Should().BeTrue();
        }
    }
}
