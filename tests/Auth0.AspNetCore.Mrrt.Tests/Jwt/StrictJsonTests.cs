using System.Text;
using Auth0.AspNetCore.Mrrt.Jwt;

namespace Auth0.AspNetCore.Mrrt.Tests.Jwt;

/// <summary>What comes from outside is read whole, or not at all.</summary>
public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"a":"\ud83d\ude00","b":[1,"x",{"c":null}]}""", true)]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [InlineData("\"x\"", false)]
    [InlineData("null", false)]
    [InlineData("{} {}", false)]
    [InlineData("""{"a":1,"a":2}""", false)]
    [InlineData("""{"a":[{"b":1,"b":2}]}""", false)]
    [InlineData("""{"a":"\ud800"}""", false)]
    [InlineData("""{"\ud800":1}""", false)]
    [InlineData("""{"a":["\ud800"]}""", false)]
    [InlineData("""{"a":[{"b":"\udc00"}]}""", false)]
    [InlineData("""{"a":{"\udc00":1}}""", false)]
    public void An_object_whose_every_text_can_be_read_is_read(string json, bool read) =>
        StrictJson.Object(Encoding.UTF8.GetBytes(json)).HasValue.Should().Be(read);

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void It_is_no_deeper_than_anything_that_is_meant(int depth, bool read) => An_object_whose_every_text_can_be_read_is_read(
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth), read);

    [Fact]
    public void Bytes_that_are_no_text_are_none() =>
        StrictJson.Object(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Should().BeNull();

    [Fact]
    public void What_was_read_outlives_the_bytes()
    {
        var bytes = """{"a":"x"}"""u8.ToArray();
        var read = StrictJson.Object(bytes)!.Value;
        bytes.AsSpan().Clear();
        JwtJson.Text(read, "a").Should().Be("x");
    }
}
