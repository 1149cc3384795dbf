using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;
using Polly.Timeout;

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
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _places;
    private readonly ResiliencePipeline _attempts;

    public ServiceClient(ServiceSite site, ServiceOptions options, TimeProvider time)
    {
        _site = site;
        _failures = new ServiceFailures(site, options, time);
        _places = new SemaphoreSlim(options.MaxParallel);
        // A redirection would carry the key to another host. A proxy is for what is outside.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !site.Endpoint.IsLoopback, AutomaticDecompression = DecompressionMethods.All };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0) builder.AddRetry(Retrying(options.Retries));
        _attempts = builder.AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds) }).Build();
    }

    /// <summary>Sends a request.</summary>
    /// <param name="path">The path below the endpoint.</param>
    /// <param name="body">The request.</param>
    /// <param name="read">Reads the answer; what it cannot read is asked for again.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="Sdk.Language.LanguageModelException">TESS4402 to TESS4407.</exception>
    public async Task<TAnswer> PostAsync<TAnswer>(string path, JsonObject body, Func<JsonObject, TAnswer> read, CancellationToken cancellationToken)
    {
        var key = _site.ReadKey();
        var address = new Uri(_site.Address + path);
        var content = Encoding.UTF8.GetBytes(body.ToJsonString());
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _attempts.ExecuteAsync(async token => await AttemptAsync(address, content, key, read, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException failure)
        {
            throw failure.Shown;
        }
        catch (TimeoutRejectedException)
        {
            throw _failures.TimedOut();
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
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var text = Encoding.UTF8.GetString(bytes);
            return response.IsSuccessStatusCode ? _failures.Read(text, key, read) : throw _failures.Refused(response, text, key);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw _failures.Unreachable(lost, key);
        }
    }

    private static RetryStrategyOptions Retrying(int retries) => new()
    {
        MaxRetryAttempts = retries,
        ShouldHandle = new PredicateBuilder().Handle<ServiceException>(failure => failure.CanRetry).Handle<TimeoutRejectedException>(),
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
