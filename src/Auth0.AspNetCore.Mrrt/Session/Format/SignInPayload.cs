using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>A session's last sign-in. Its ticket is not part of it.</summary>
internal static class SignInPayload
{
    public static void Write(PayloadWriter writer, SignInMark signIn)
    {
        writer.Number(checked((ulong)signIn.Generation));
        writer.Number(checked((ulong)signIn.Count));
    }

    public static SignInMark Read(PayloadReader reader) => new(
        (long)Math.Min(reader.Number(), long.MaxValue), (long)Math.Min(reader.Number(), long.MaxValue), default);
}
