using System.Globalization;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.ReturnAddresses;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>
/// No return address, put together from whatever a browser treats in a way of its own, leads elsewhere.
/// <c>FUZZ_SEED</c> repeats a run, <c>FUZZ_ADDRESSES</c> makes it longer.
/// </summary>
public sealed class AnyReturnAddressTests(ITestOutputHelper output)
{
    private static readonly Gen<string> Piece = Gen.Frequency(
        (6, Gen.Elements("/", "//", "\\", "/\\", "\\/", "%2f", "%5C", ":", "@", "?", "#", ";")),
        (3, Gen.Elements(".", "..", "/.", "/..", "%2e", "%2E%2e", ".%2e", "/x/..")),
        (3, Gen.Elements("\t", "\n", "\r", "\r\n", " ", "\0", "\u0001", "\u000b", "\u000c", "\u001f", "\u007f", "%09", "%0a", "%00", "%20")),
        (3, Gen.Elements("evil.example", "localhost", "127.0.0.1", "[::1]", "user:pw@", "evil.example:80", "orders", "x")),
        (2, Gen.Elements("http:", "https:", "HtTpS:", "javascript:", "data:", "file:", "blob:", "x:", "ht\ttp:")),
        (2, Gen.Elements("\uff0f", "\u2215", "\u2044", "\u3002", "\u29f8", "\uff3c", "\u2f2f", "\uff1a", "\u00a0", "\u0085", "\u2028", "\ufeff", "\u202e")),
        (1, Gen.Choose(0, char.MaxValue).Select(letter => ((char)letter).ToString())));

    private static readonly Gen<string> Any =
        from slash in Gen.Elements("/", "/", "/", "")
        from count in Gen.Choose(0, 9)
        from pieces in Piece.ListOf(count)
        select slash + string.Concat(pieces);

    /// <summary>What nobody could have anything against.</summary>
    private static readonly Gen<string> Plain =
        from segments in Gen.Elements("orders", "1", "a-b", "x%20y", "v1.2", "~me", "a=b,c").NonEmptyListOf()
        from end in Gen.Elements("", "/", "?x=1", "?to=https://example.com/", "#end", "/?a&b#c/d")
        select "/" + string.Join('/', segments) + end;

    private readonly ulong _seed =
        ulong.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();

    private readonly int _addresses =
        int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ADDRESSES"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : 20_000;

    [Fact]
    public void Whatever_the_return_address_is_the_browser_stays_here()
    {
        var (away, kept) = (0, 0);
        Check(Any, address =>
        {
            var led = ReturnAddress.LocalOrRoot(address);
            away += BrowserUrl.StaysHere(address) ? 0 : 1;
            kept += led == "/" ? 0 : 1;
            return led[0] == '/'
                && BrowserUrl.StaysHere(led)
                && led.All(letter => letter is >= ' ' and <= '~') // what a header can hold, on any server
                && ReturnAddress.LocalOrRoot(led) == led;
        });
        output.WriteLine($"{away} lead away, {kept} are kept");
        away.Should().BeGreaterThan(_addresses / 10, "the test is about these");
        kept.Should().BeGreaterThan(_addresses / 10, "a check that keeps nothing would pass");
    }

    [Fact]
    public void A_plain_path_is_kept_letter_by_letter() =>
        Check(Plain, address => ReturnAddress.LocalOrRoot(address) == address);

    private void Check(Gen<string> addresses, Func<string, bool> holds)
    {
        output.WriteLine($"FUZZ_SEED={_seed} FUZZ_ADDRESSES={_addresses}");
        var property = Prop.ForAll(Arb.From(addresses), holds);
        try
        {
            property.Check(Config.QuickThrowOnFailure.WithMaxTest(_addresses).WithReplay(_seed, 1));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"FUZZ_SEED={_seed} FUZZ_ADDRESSES={_addresses}", e);
        }
    }
}
