using System.Reflection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Canary.Logging;

/// <summary>What the assemblies of the handler and of its base classes can log.</summary>
internal static class LogEvents
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { typeof(OpenIdConnectHandler).Assembly, typeof(RemoteAuthenticationOptions).Assembly }
            .SelectMany(assembly => Declared(assembly).Concat(Undeclared(assembly))),
    ];

    /// <summary>Log methods with an attribute: nearly all.</summary>
    private static IEnumerable<string> Declared(Assembly assembly) =>
        from method in Methods(assembly)
        let log = method.GetCustomAttribute<LoggerMessageAttribute>()
        where log is not null
        let name = log.EventName ?? method.Name
        orderby log.EventId, name
        select $"{assembly.GetName().Name}[{log.EventId}] {log.Level} {name}: {log.Message.ReplaceLineEndings(" ")}";

    /// <summary>Calls of <c>LogDebug</c> and its kin. Such an event has no name, and its id is 0.</summary>
    private static IEnumerable<string> Undeclared(Assembly assembly) =>
        from method in Methods(assembly)
        where method.DeclaringType?.Name != "LoggingExtensions"
        from call in UndeclaredCalls(method)
        orderby call
        select $"{assembly.GetName().Name}[0] {call}";

    /// <summary>Each with the texts that the message is put together from.</summary>
    private static IEnumerable<string> UndeclaredCalls(MethodBase method)
    {
        List<string> texts = [];
        foreach (var (called, text) in MethodCalls.Of(method))
        {
            if (text is not null)
            {
                texts.Add(text);
            }
            else if (called is MethodInfo { ReturnType: var type } && type == typeof(ILogger))
            {
                texts.Clear();
            }
            else if (called!.Name.StartsWith("Log", StringComparison.Ordinal)
                && (called.DeclaringType == typeof(LoggerExtensions) || called.DeclaringType == typeof(ILogger)))
            {
                yield return $"{called.Name} without a name: {string.Join("(...)", texts)}";
            }
        }
    }

    private static IEnumerable<MethodBase> Methods(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetMethods(Any).Concat<MethodBase>(type.GetConstructors(Any)));
}
