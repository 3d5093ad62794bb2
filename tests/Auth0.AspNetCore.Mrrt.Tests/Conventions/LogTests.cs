using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

public sealed class LogTests
{
    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] LogMethods =
    [
        .. from name in new[] { "Auth0.AspNetCore.Mrrt", "Auth0.AspNetCore.Mrrt.PostgreSql", "Auth0.AspNetCore.Mrrt.Redis" }
           let assembly = Assembly.Load(name)
           from type in assembly.GetTypes()
           from method in type.GetMethods(
               BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select (method, message),
    ];

    [Fact]
    public void There_are_log_methods_to_check() => LogMethods.Should().NotBeEmpty();

    [Fact]
    public void No_event_id_is_used_twice() =>
        LogMethods.Select(log => log.Message.EventId).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Each_room_keeps_to_its_own_block_of_a_hundred_ids() =>
        LogMethods.GroupBy(log => log.Message.EventId / 100)
            .Should().OnlyContain(block => block.Select(log => log.Method.DeclaringType).Distinct().Count() == 1);

    [Fact]
    public void No_log_method_can_be_given_a_secret()
    {
        string[] secrets = ["token", "cookie", "code", "body", "secret", "claims", "principal", "response", "sessionId"];
        var suspicious =
            from log in LogMethods
            from parameter in log.Method.GetParameters().Skip(1)
            where secrets.Any(secret => parameter.Name!.Contains(secret, StringComparison.OrdinalIgnoreCase))
            select $"{log.Method.DeclaringType}.{log.Method.Name}({parameter.Name})";
        suspicious.Should().BeEmpty();
    }
}
