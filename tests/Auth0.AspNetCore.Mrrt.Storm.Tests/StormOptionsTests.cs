namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

public sealed class StormOptionsTests
{
    [Fact]
    public void The_command_line_says_what_storm_it_is_to_be()
    {
        var options = StormOptions.Parse(
            ["--nodes", "1", "--sessions", "6", "--requests", "300", "--mode", "store", "--backend", "memory",
                "--tenant", "certified", "--faults", "none", "--operations", "plain", "--seed", "7"]);

        options.Should().BeEquivalentTo(new
        {
            Nodes = 1,
            Sessions = 6,
            Requests = 300,
            Mode = SessionMode.Store,
            Backend = Backend.Memory,
            Tenant = TenantKind.Certified,
            Faults = false,
            Operations = Operations.Plain,
            Seed = 7,
        });
    }

    [Fact]
    public void The_defaults_are_a_storm_that_means_something()
    {
        StormOptions.Parse([]).Should().BeEquivalentTo(new
        {
            Nodes = 3,
            Sessions = 50,
            Requests = 20_000,
            Mode = SessionMode.Cookie,
            Backend = Backend.PostgreSql,
            Tenant = TenantKind.Local,
            Faults = true,
            Operations = Operations.All,
        });
    }

    [Theory]
    [InlineData("--backend", "memory")]
    [InlineData("--backend", "sqlite")]
    [InlineData("--nodes", "0")]
    [InlineData("--requests", "many")]
    [InlineData("--mode", "neither")]
    [InlineData("--mode", "1")]
    [InlineData("--tenant", "auth0")]
    [InlineData("--tenant", "certified")]
    [InlineData("--tenant", "certified", "--faults", "all")]
    [InlineData("--operations", "some")]
    [InlineData("--unknown", "1")]
    [InlineData("--seed")]
    public void What_is_not_understood_is_refused(params string[] arguments)
    {
        var parse = () => StormOptions.Parse(arguments);

        parse.Should().Throw<FormatException>().WithMessage($"{arguments[0]} *");
    }
}
