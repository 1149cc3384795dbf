using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tessera.Sdk.Language;

namespace Tessera.Language.Caching;

/// <summary>The key of a question: the hash of everything that decides its answer.</summary>
/// <remarks>Each text goes in with its length before it, so that no two questions run together.</remarks>
internal sealed class ContentKey
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private ContentKey(string identity, string question) => Add(identity).Add(question);

    public static string Of(string identity, GenerationRequest request)
    {
        var sampling = request.Sampling;
        var key = new ContentKey(identity, "generate").Add(request.Prompt).Add(BitConverter.DoubleToInt64Bits(sampling.Temperature))
            .Add(BitConverter.DoubleToInt64Bits(sampling.TopP)).Add(sampling.MaxTokens).Add(unchecked((long)request.Seed.Value)).Add(sampling.Stop.Count);
        foreach (var stop in sampling.Stop) key.Add(stop);
        return key.Finish();
    }

    public static string Of(string identity, ScoreRequest request) => new ContentKey(identity, "score").Add(request.Context).Add(request.Continuation).Finish();

    public static string Of(string identity, NextTokenRequest request) => new ContentKey(identity, "predict").Add(request.Context).Add(request.Count).Finish();

    private ContentKey Add(string text)
    {
        // As it stands in memory: in UTF-8, texts that are torn within a character would all be alike.
        Add(text.Length);
        _hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        return this;
    }

    private ContentKey Add(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
        return this;
    }

    private string Finish()
    {
        using (_hash) return Convert.ToHexString(_hash.GetHashAndReset());
    }
}
