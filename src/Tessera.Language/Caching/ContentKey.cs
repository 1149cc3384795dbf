using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Caching;

/// <summary>The key of a question: the hash of everything that decides its answer.</summary>
/// <remarks>Each text goes in with its length before it, so that no two questions run together.</remarks>
internal sealed class ContentKey
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private ContentKey(string identity, string question) => Add(identity).Add(question);

    public static string Of(string identity, GenerationRequest request) =>
        new ContentKey(identity, "generate").Add(request.Prompt).Add(request.Sampling, request.Seed).Finish();

    public static string Of(string identity, ScoreRequest request) => new ContentKey(identity, "score").Add(request.Context).Add(request.Continuation).Finish();

    public static string Of(string identity, NextTokenRequest request) => new ContentKey(identity, "predict").Add(request.Context).Add(request.Count).Finish();

    /// <summary>The key of a conversation. Reasoning, which models do not read, is no part of it.</summary>
    public static string Of(string identity, ChatRequest request)
    {
        var key = new ContentKey(identity, "chat").Add(request.Sampling, request.Seed).Add(request.MustCall ? 1 : 0).Add(request.Messages.Count);
        foreach (var message in request.Messages)
        {
            key.Add((long)message.Role).Add(message.Text).AddOptional(message.CallId).Add(message.Failed ? 1 : 0).AddOptional(message.ProviderData?.ToJsonString());
            var calls = message.Calls ?? [];
            key.Add(calls.Count);
            foreach (var call in calls) key.Add(call.Id).Add(call.Tool).Add(call.Arguments.ToJsonString()).AddOptional(call.UnreadableArguments);
        }

        key.Add(request.Tools.Count);
        foreach (var tool in request.Tools) key.Add(tool.Name).Add(tool.Description).Add(tool.Arguments.ToJsonString());
        return key.Finish();
    }

    private ContentKey Add(SamplingOptions sampling, Seed seed)
    {
        Add(BitConverter.DoubleToInt64Bits(sampling.Temperature)).Add(BitConverter.DoubleToInt64Bits(sampling.TopP)).Add(sampling.MaxTokens)
            .Add(unchecked((long)seed.Value)).Add(sampling.Stop.Count);
        foreach (var stop in sampling.Stop) Add(stop);
        return this;
    }

    private ContentKey AddOptional(string? text) => text is null ? Add(0) : Add(1).Add(text);

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
