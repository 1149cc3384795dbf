using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;
using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>Sends requests to a service until one is answered or there is no hope.</summary>
internal sealed class ServiceClient : IDisposable
{
    /// <summary>How many bytes of an answer are read at most.</summary>
    internal const int LongestAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ServiceSite _site;
    private readonly ServiceFailures _failures;
    private readonly TimeSpan _longestAttempt;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _places;
    private readonly ResiliencePipeline _attempts;

    public ServiceClient(ServiceSite site, ServiceOptions options, TimeProvider time)
    {
        _site = site;
        _failures = new ServiceFailures(site, options, time);
        (_longestAttempt, _time) = (TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        _places = new SemaphoreSlim(options.MaxParallel);
        // A redirection would carry the key to another host. A proxy is for what is outside.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !site.Endpoint.IsLoopback, AutomaticDecompression = DecompressionMethods.All };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0) builder.AddRetry(Retrying(options.Retries));
        _attempts = builder.Build();
    }

    /// <summary>Sends a request.</summary>
    /// <param name="path">The path below the endpoint.</param>
    /// <param name="body">The request.</param>
    /// <param name="read">Reads the answer; what it cannot read is asked for again.</param>
    /// <param name="group">With what it is asked, and fails.</param>
    /// <exception cref="LanguageModelException">TESS4402 to TESS4407.</exception>
    public async Task<TAnswer> PostAsync<TAnswer>(string path, JsonObject body, Func<JsonObject, TAnswer> read, RequestGroup group)
    {
        var key = _site.ReadKey();
        var address = new Uri(_site.Address + path);
        var content = Encoding.UTF8.GetBytes(body.ToJsonString());
        await _places.WaitAsync(group.Ended).ConfigureAwait(false);
        try
        {
            // A place that came free just as another request failed is not refused by the wait.
            group.Ended.ThrowIfCancellationRequested();
            return await _attempts.ExecuteAsync(async _ => await AttemptAsync(address, content, key, read, group.Cancelled).ConfigureAwait(false), group.Ended).ConfigureAwait(false);
        }
        catch (ServiceException failure)
        {
            // Before the place is free, or the next request would be sent.
            await group.EndAsync(failure.Shown).ConfigureAwait(false);
            throw failure.Shown;
        }
        catch (LanguageModelException failure)
        {
            await group.EndAsync(failure).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    private async Task<TAnswer> AttemptAsync<TAnswer>(Uri address, byte[] content, ServiceKey key, Func<JsonObject, TAnswer> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key.Reveal() is { } secret) _site.Authorize(request.Headers, secret);
        _site.Describe(request.Headers);
        using var late = new CancellationTokenSource(_longestAttempt, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var response = await _http.SendAsync(request, ending.Token).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(ending.Token).ConfigureAwait(false);
            var text = Encoding.UTF8.GetString(bytes);
            return response.IsSuccessStatusCode ? _failures.Read(text, key, read) : throw _failures.Refused(response, text, key);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw _failures.Unreachable(lost, key);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _failures.TimedOut();
        }
    }

    private static RetryStrategyOptions Retrying(int retries) => new()
    {
        MaxRetryAttempts = retries,
        ShouldHandle = new PredicateBuilder().Handle<ServiceException>(failure => failure.CanRetry),
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as ServiceException)?.Wait ?? Wait(arguments.AttemptNumber)),
    };

    // Twice as long each time, less up to a half, so that those who were refused together do not come back together. The lot decides
    // when a service is asked, never what it is asked.
    private static TimeSpan? Wait(int attempt)
    {
        var share = 1 - (RandomNumberGenerator.GetInt32(500) / 1000.0);
        return TimeSpan.FromTicks(Math.Min((FirstWait * Math.Pow(2, Math.Min(attempt, 20)) * share).Ticks, LongestWait.Ticks));
    }
}
