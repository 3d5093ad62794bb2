using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>SipHash-2-4 with 128 bits: without the key nobody finds two texts with the same hash. Allocates nothing.</summary>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    /// <summary>Makes a hash that no other process has.</summary>
    public static SipHash Random()
    {
        Span<ulong> key = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(key));
        return new SipHash(key[0], key[1]);
    }

    /// <summary>Hashes a text, as its UTF-16 code units.</summary>
    public TextHash Of(string text) => Of(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Hashes bytes.</summary>
    public TextHash Of(ReadOnlySpan<byte> bytes)
    {
        var state = new State(key0, key1);
        var last = (ulong)bytes.Length << 56;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            state.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            last |= (ulong)bytes[i] << (8 * i);
        }

        state.Add(last);
        return new TextHash(state.FirstHalf(), state.SecondHalf());
    }

    private ref struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = 0x736f6d6570736575 ^ key0;
        private ulong _v1 = 0x646f72616e646f6d ^ key1 ^ 0xee;
        private ulong _v2 = 0x6c7967656e657261 ^ key0;
        private ulong _v3 = 0x7465646279746573 ^ key1;

        public void Add(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong FirstHalf()
        {
            _v2 ^= 0xee;
            return Finish();
        }

        public ulong SecondHalf()
        {
            _v1 ^= 0xdd;
            return Finish();
        }

        private ulong Finish()
        {
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
