using System.Buffers;
using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Joins the claims of the ID token and of <c>/userinfo</c>. The ID token wins: it is signed.</summary>
internal static class LoginClaims
{
    public static JsonElement Union(JsonElement idToken, JsonElement userInfo)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var claim in idToken.EnumerateObject()
                         .Concat(userInfo.EnumerateObject().Where(claim => !idToken.TryGetProperty(claim.Name, out _))))
            {
                claim.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
