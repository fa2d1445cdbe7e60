namespace TuyaActors.Fuzz;

/// <summary>SplitMix64: the same numbers for the same seed on every machine and every release of .NET, so that a case can be replayed.</summary>
internal struct FuzzRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The generator of one case: cases do not depend on those before them.</summary>
    public static FuzzRandom ForCase(ulong seed, long index)
    {
        var random = new FuzzRandom(seed ^ ((ulong)index * 0xD1342543DE82EF95));
        random.Next();
        return random;
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="bound"/> - 1; 0 where the bound is 0.</summary>
    public int Below(int bound) => bound <= 0 ? 0 : (int)((UInt128)Next() * (ulong)bound >> 64);

    public bool OneIn(int n) => Below(n) == 0;

    public byte Byte() => (byte)Next();

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    public void Fill(Span<byte> bytes)
    {
        foreach (ref var b in bytes)
        {
            b = Byte();
        }
    }
}
