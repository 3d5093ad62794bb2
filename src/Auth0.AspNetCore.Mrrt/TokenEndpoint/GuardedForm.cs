using System.Net;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>A form that is sent only while it may be. The question is asked when the form is written: the address and the connection
/// may have taken their time, or the process has stood still.</summary>
internal sealed class GuardedForm(IEnumerable<KeyValuePair<string, string>> fields, Func<bool> mayBeSent)
    : FormUrlEncodedContent(fields)
{
    /// <inheritdoc/>
    /// <remarks>For a class that is derived from it the framework's other overload calls this one.</remarks>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        mayBeSent()
            ? base.SerializeToStreamAsync(stream, context)
            : throw new TimeoutException("It is too late to send the form.");
}
