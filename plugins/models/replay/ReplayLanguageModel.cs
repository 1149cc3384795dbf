using System.Composition;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.Replay;

/// <summary>A language model that gives the answers of a recording, one after another, and checks that it is asked what was asked then.</summary>
/// <remarks>
/// Durations, addresses in memory and the project's place are not compared; an answer that names the place names the one of now.
/// An answer's usage is the recorded one, so that budgets act as they did; nothing is paid. Calls are answered in the order in which
/// they come. A question that is refused takes no answer. The format is described in docs/language-models.md.
/// </remarks>
[LanguageModel("replay", Description = "Repeats the recorded answers of a language model, checking the questions.", Options = typeof(ReplayModelOptions))]
public sealed class ReplayLanguageModel : ILanguageModel
{
    private readonly Lock _lock = new();
    private readonly Lazy<ChatRecording> _recording;
    private readonly bool _verify;
    private int _next;

    /// <summary>Names the recording; it is read when the model is first asked.</summary>
    /// <param name="options">Where the recording is.</param>
    [ImportingConstructor]
    public ReplayLanguageModel(ReplayModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _recording = new Lazy<ChatRecording>(() => ChatRecording.Read(options.Recording));
        _verify = options.Verify;
    }

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS4411, TESS4412: the recording cannot be read.</exception>
    public string Identity => $"replay:{_recording.Value.ContentHash}";

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Chat;

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS4411, TESS4412: the recording cannot be read.</exception>
    /// <exception cref="LanguageModelException">TESS4413: something else is asked than was recorded. TESS4414: all answers are given.</exception>
    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<ChatReply>(cancellationToken);
        try
        {
            return Task.FromResult(Answer(request));
        }
        catch (Exception failure) when (failure is TesseraException or LanguageModelException)
        {
            return Task.FromException<ChatReply>(failure);
        }
    }

    private ChatReply Answer(ChatRequest request)
    {
        var recording = _recording.Value;
        lock (_lock)
        {
            if (_next == recording.Chats.Count)
                throw new LanguageModelException($"error TESS4414: The recording {recording.File} holds {_next} answers, and one more is asked for. Record again, or let the run end where the recorded one did.");
            var chat = recording.Chats[_next];
            var place = ProjectPlace.Find(chat, request);
            if (_verify && Difference.Find(chat, request, place) is { } difference)
            {
                throw new LanguageModelException(
                    $"error TESS4413: Question {_next + 1} is not the recorded one ({recording.File}:{chat.Line}): {difference}. Make the run ask as it did, record again, or set 'verify: false'.");
            }

            _next++;
            return chat.Reply with { Message = place.Move(chat.Reply.Message) };
        }
    }
}
