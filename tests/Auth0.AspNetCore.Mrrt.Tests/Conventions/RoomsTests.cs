using System.Runtime.CompilerServices;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>A room sees only the rooms below it. The root holds the words that everybody uses and sees no room.</summary>
public sealed class RoomsTests
{
    private const string Root = "Auth0.AspNetCore.Mrrt";

    /// <summary>From the roof down.</summary>
    private static readonly string[] Rooms =
    [
        "Registration", "Login", "Endpoints", "Http", "Tokens", "Session", "Coordination", "TokenEndpoint", "DPoP",
        "(root)",
    ];

    private static readonly Type[] Types =
    [
        .. typeof(Auth0Constants).Assembly.GetTypes().Where(type => RoomOf(type) is not null),
    ];

    [Fact]
    public void Every_type_lives_in_a_room_of_the_plan() =>
        typeof(Auth0Constants).Assembly.GetTypes()
            .Where(type => !IsGenerated(type) && RoomOf(type) is null)
            .Should().BeEmpty();

    [Fact]
    public void A_room_sees_only_rooms_below_it()
    {
        var upward =
            from type in Types
            from named in TypeDependencies.Of(type)
            where named.Assembly == type.Assembly && RoomOf(named) is not null
            where Array.IndexOf(Rooms, RoomOf(named)) < Array.IndexOf(Rooms, RoomOf(type))
            select $"{RoomOf(type)}: {type.FullName} sees {RoomOf(named)}: {named.FullName}";
        upward.Distinct().Should().BeEmpty();
    }

    [Fact]
    public void The_check_sees_what_stands_only_in_the_code_of_a_method() =>
        TypeDependencies.Of(typeof(NamesALeafInItsCode)).Should().Contain(typeof(Leaf));

    [Fact]
    public void Nobody_sees_the_registration()
    {
        var seers =
            from type in Types
            where RoomOf(type) != "Registration"
            from named in TypeDependencies.Of(type)
            where named.Assembly == type.Assembly && RoomOf(named) == "Registration"
            select type.FullName;
        seers.Should().BeEmpty();
    }

    private static string? RoomOf(Type type)
    {
        var space = type.Namespace;
        if (IsGenerated(type))
        {
            return null;
        }

        if (space == Root)
        {
            return "(root)";
        }

        if (space == "Microsoft.Extensions.DependencyInjection")
        {
            return "Registration";
        }

        // A room may have an inner one.
        var room = space?.StartsWith(Root + ".", StringComparison.Ordinal) == true
            ? space[(Root.Length + 1)..].Split('.')[0]
            : null;
        return Rooms.Contains(room) ? room : null;
    }

    /// <summary>What the compiler adds outside every namespace, or in the runtime's.</summary>
    private static bool IsGenerated(Type type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } declaring)
        {
            outermost = declaring;
        }

        return outermost.Namespace is null
            || outermost.Namespace.StartsWith("System", StringComparison.Ordinal)
            || outermost.Namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            || outermost.Namespace.Contains(".Generated", StringComparison.Ordinal)
            || (outermost.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                && outermost.Name.StartsWith('<'));
    }

    private static class Leaf
    {
        public static int Size { get; } = 1;
    }

    private static class NamesALeafInItsCode
    {
        public static object Run() => Leaf.Size + 1;
    }
}
