using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>A key set that can be read, and does not hold the key that the token is signed with.</summary>
internal sealed record KeySetLie(string Name, JsonObject KeySet)
{
    public void Tell(ScriptedTenant tenant) => tenant.KeySet = KeySet.DeepClone().AsObject();
}
