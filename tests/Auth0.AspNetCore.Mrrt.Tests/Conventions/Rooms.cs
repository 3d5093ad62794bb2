using System.Runtime.CompilerServices;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>The rooms of the library: a folder is a namespace is one idea.</summary>
internal static class Rooms
{
    public const string Root = "(root)";

    private const string RootSpace = "Auth0.AspNetCore.Mrrt";

    /// <summary>From the roof down. Each sees only those that come after it.</summary>
    public static readonly string[] InOrder =
    [
        "Registration", "Endpoints", "Login", "Http", "Circuits", "Tokens", "Grants", "Session.Cookie", "Session.Store",
        "Session.Request", "Session.Format", "Session.Ticket", "Session.Model", "Coordination", "TokenEndpoint", "Tenant",
        "DPoP", "Jwt", "Diagnostics", Root,
    ];

    /// <summary>Every type of the library that has been written and not generated.</summary>
    public static readonly Type[] Types =
    [
        .. typeof(Auth0Constants).Assembly.GetTypes().Where(type => !IsGenerated(type)),
    ];

    /// <summary>The room of a type of the library; none when it is in no room of the plan.</summary>
    public static string? Of(Type type)
    {
        if (type.Assembly != typeof(Auth0Constants).Assembly || IsGenerated(type))
        {
            return null;
        }

        return type.Namespace switch
        {
            RootSpace => Root,
            "Microsoft.Extensions.DependencyInjection" or "Microsoft.AspNetCore.Builder" => "Registration",
            { } space when space.StartsWith(RootSpace + ".", StringComparison.Ordinal) =>
                Array.Find(InOrder, room => IsIn(space[(RootSpace.Length + 1)..], room)),
            _ => null,
        };
    }

    public static int PlaceOf(Type type) => Array.IndexOf(InOrder, Of(type));

    /// <summary>The type that was written: of a closure or a state machine, the one that it is in.</summary>
    public static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } declaring)
        {
            type = declaring;
        }

        return type;
    }

    /// <summary>A room may have inner ones that the order does not name.</summary>
    private static bool IsIn(string space, string room) =>
        space == room || space.StartsWith(room + ".", StringComparison.Ordinal);

    /// <summary>What the compiler adds outside every namespace, or in the runtime's.</summary>
    private static bool IsGenerated(Type type)
    {
        var outermost = Outermost(type);
        return outermost.Namespace is null
            || outermost.Namespace.StartsWith("System", StringComparison.Ordinal)
            || outermost.Namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            || outermost.Namespace.Contains(".Generated", StringComparison.Ordinal)
            || (outermost.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                && outermost.Name.StartsWith('<'));
    }
}
