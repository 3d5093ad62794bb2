using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>The proof that a login has named the session of a sign-in.</summary>
public sealed class NamedByLoginTests
{
    private readonly AuthenticationProperties _properties = new();

    [Fact]
    public void The_proof_holds_once_and_leaves_nothing()
    {
        NamedByLogin.Prove(_properties, "session-a");
        _properties.Items.Should().BeEmpty("no ticket contains the proof");
        NamedByLogin.Take(_properties, "session-a").Should().BeTrue();
        _properties.Parameters.Should().BeEmpty();
        NamedByLogin.Take(_properties, "session-a").Should().BeFalse();
    }

    /// <summary>An application may have put another session's name into the properties since.</summary>
    [Fact]
    public void The_proof_is_of_one_session()
    {
        NamedByLogin.Prove(_properties, "session-a");
        NamedByLogin.Take(_properties, "session-b").Should().BeFalse();
        NamedByLogin.Take(_properties, "session-a").Should().BeFalse("it is taken");
    }

    [Fact]
    public void Nobody_else_can_prove_it()
    {
        NamedByLogin.Prove(_properties, "session-a");
        var name = _properties.Parameters.Keys.Single();
        foreach (var forged in (object?[])["session-a", true, null])
        {
            _properties.Parameters[name] = forged;
            NamedByLogin.Take(_properties, "session-a").Should().BeFalse();
        }
    }
}
