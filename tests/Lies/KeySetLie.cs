using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>A key set that can be read, and does not hold the key that the token is signed with.</summary>
internal sealed record KeySetLie(string Name, JsonObject KeySet)
{
    /// <summary>True when the set has no key at all: no login begins with it.</summary>
    public bool IsEmpty => KeySet["keys"] is not JsonArray { Count: > 0 };

    public void Tell(ScriptedTenant tenant) => tenant.KeySet = KeySet.DeepClone().AsObject();
}
