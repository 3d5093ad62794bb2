namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>A room sees only the rooms below it. The root holds the words that everybody uses and sees no room.</summary>
public sealed class RoomsTests
{
    [Fact]
    public void Every_type_lives_in_a_room_of_the_plan() =>
        Rooms.Types.Where(type => Rooms.Of(type) is null).Should().BeEmpty();

    [Fact]
    public void A_room_sees_only_rooms_below_it()
    {
        var upward =
            from type in Rooms.Types
            from named in TypeDependencies.Of(type)
            where Rooms.Of(named) is not null && Rooms.PlaceOf(named) < Rooms.PlaceOf(type)
            select $"{Rooms.Of(type)}: {type.FullName} sees {Rooms.Of(named)}: {named.FullName}";
        upward.Distinct().Should().BeEmpty();
    }

    [Fact]
    public void Nobody_sees_the_registration()
    {
        var seers =
            from type in Rooms.Types
            where Rooms.Of(type) != "Registration"
            where TypeDependencies.Of(type).Any(named => Rooms.Of(named) == "Registration")
            select type.FullName;
        seers.Should().BeEmpty();
    }

    /// <summary>What several servers share builds on what one server does. One server does not know of it.</summary>
    [Fact]
    public void Coordination_within_one_server_sees_nothing_of_what_several_share()
    {
        const string inner = "Auth0.AspNetCore.Mrrt.Coordination";
        var seers =
            from type in Rooms.Types
            where type.Namespace == inner
            from named in TypeDependencies.Of(type)
            where named.Namespace == $"{inner}.Shared"
            select $"{type.FullName} sees {named.FullName}";
        seers.Distinct().Should().BeEmpty();
        Rooms.Types.Should().Contain(type => type.Namespace == inner, "a check of nothing would say nothing")
            .And.Contain(type => type.Namespace == $"{inner}.Shared");
    }

    /// <summary>Sub-rooms are rooms: their order is checked like that of the others.</summary>
    [Theory]
    [InlineData("SessionCookieHandler", "Session.Cookie")]
    [InlineData("ProtectedTicketStore", "Session.Store")]
    [InlineData("AnswerChecks", "Grants")]
    [InlineData("RefreshJudge", "Grants")]
    [InlineData("TenantEndpoints", "Tenant")]
    [InlineData("InProcessSessionCoordinator", "Coordination")]
    [InlineData("SharedSessions", "Coordination")]
    [InlineData("SharedSessionsBuilderExtensions", "Registration")]
    [InlineData("Auth0Constants", Rooms.Root)]
    [InlineData("Auth0ServiceCollectionExtensions", "Registration")]
    [InlineData("Auth0EndpointRouteBuilderExtensions", "Registration")]
    [InlineData("LoginEndpoint", "Endpoints")]
    public void The_check_tells_the_rooms_apart(string type, string room) =>
        Rooms.Of(Rooms.Types.Single(one => one.Name == type)).Should().Be(room);

    [Fact]
    public void The_check_sees_what_stands_only_in_the_code_of_a_method() =>
        TypeDependencies.Of(typeof(NamesALeafInItsCode)).Should().Contain(typeof(Leaf));

    private static class Leaf
    {
        public static int Size { get; } = 1;
    }

    private static class NamesALeafInItsCode
    {
        public static object Run() => Leaf.Size + 1;
    }
}
