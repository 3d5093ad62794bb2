using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Registration;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class SettingsTests
{
    public static TheoryData<Action<RedisOptions>, string> Wrong => new()
    {
        { options => options.CoordinateExchanges = false, "nothing is to be shared*" },
        { options => options.KeyPrefix = "{a}", "*KeyPrefix*" },
        { options => options.KeyPrefix = null!, "*KeyPrefix*" },
        { options => options.KeyPrefix = new string('a', 101), "*KeyPrefix*" },
        { options => options.Lease = TimeSpan.Zero, "*Lease is more than zero*" },
        { options => options.Lease = TimeSpan.FromMinutes(11), "*Lease is more than zero*" },
        { options => options.ReplicasToWaitFor = -1, "*ReplicasToWaitFor is zero or more*" },
        { options => options.ReplicaTimeout = TimeSpan.Zero, "*ReplicaTimeout*" },
        { options => options.ReplicaTimeout = options.Lease / 10, "*ReplicaTimeout*" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_setting_that_is_wrong_is_named(Action<RedisOptions> configure, string message)
    {
        var options = new RedisOptions();
        configure(options);
        var result = new RedisOptionsValidator(RedisAddress.Of("localhost")).Validate(null, options);
        result.Failures.Should().Contain(text => text.StartsWith("RedisOptions: ", StringComparison.Ordinal)).And.HaveCountGreaterThan(0);
        string.Join(' ', result.Failures!.Select(text => text["RedisOptions: ".Length..])).Should().Match(message);
    }

    [Fact]
    public void The_settings_are_right_as_they_are() => new RedisOptionsValidator(RedisAddress.Of("localhost"))
        .Validate(null, new RedisOptions()).Succeeded.Should().BeTrue();

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Replicas_are_waited_for_on_a_connection_of_its_own(bool own, bool right)
    {
        var address = own ? RedisAddress.Of("localhost") : RedisAddress.Of(_ => throw new InvalidOperationException());
        new RedisOptionsValidator(address).Validate(null, new RedisOptions { ReplicasToWaitFor = 1 }).Succeeded.Should().Be(right);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_turn_lasts_as_long_as_an_exchange_may(int timeout, bool right)
    {
        var validator = new LeaseValidator([new RedisLogin("shared")], Options.Create(new RedisOptions()));
        var login = new Auth0WebAppOptions { BackchannelTimeout = TimeSpan.FromSeconds(timeout) };
        validator.Validate("shared", login).Succeeded.Should().Be(right);
        validator.Validate("another login", login).Succeeded.Should().BeTrue();
    }

    [Fact]
    public void An_address_shows_no_password_and_knows_its_like()
    {
        var address = RedisAddress.Of("redis.example,password=hunter2");
        address.ToString().Should().NotContain("hunter2").And.NotContain("example");
        address.IsSame(RedisAddress.Of("redis.example,password=hunter2")).Should().BeTrue();
        address.IsSame(RedisAddress.Of("redis.example,password=other")).Should().BeFalse();
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_is_refused_at_once() =>
        FluentActions.Invoking(() => RedisAddress.Of("localhost,nonsense=1")).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("redis.example:6379", true, false, "sessions")]
    [InlineData("redis.example:6379", true, true, "keys and sessions")]
    [InlineData("redis.example:6379", false, true, "keys")]
    [InlineData("redis.example:6379", false, false, null)]
    [InlineData("redis.example:6379,ssl=true", true, true, null)]
    public async Task Clear_text_is_a_warning_that_names_what_is_carried(string address, bool store, bool keys, string? carries)
    {
        using var logs = new RecordedLogs();
        var options = Options.Create(new RedisOptions { StoreSessions = store, DataProtectionKeys = keys });
        await using var connection = new RedisConnection(RedisAddress.Of(address), NoServices.Instance);
        await new ConnectionWarning(connection, options, logs.Of<ConnectionWarning>()).StartAsync(CancellationToken.None);
        logs.Lines.Count(line => line.Contains($"[1013] The connection to Redis is in clear text, and it carries {carries}.", StringComparison.Ordinal))
            .Should().Be(carries is null ? 0 : 1);
        logs.Lines.Should().HaveCount(carries is null ? 0 : 1);
    }

    [RedisFact]
    public async Task A_connection_of_the_applications_that_is_too_patient_is_a_warning()
    {
        using var logs = new RecordedLogs();
        var redis = await SharedRedis.ServerAsync();
        await using var open = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",asyncTimeout=10000");
        await using var connection = new RedisConnection(RedisAddress.Of(_ => open), NoServices.Instance);
        await new ConnectionWarning(connection, Options.Create(new RedisOptions()), logs.Of<ConnectionWarning>())
            .StartAsync(CancellationToken.None);
        logs.Lines.Should().ContainSingle(line => line.Contains("[1014]", StringComparison.Ordinal));
    }
}
