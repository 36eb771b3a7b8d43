using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace AlignZeg.Client.Transport;

/// <summary>Makes calls: with the key, within the time, as often as it is worth it; and turns every failure into one kind of exception.</summary>
internal sealed class ApiTransport
{
    private readonly HttpClient _http;

    public ApiTransport(HttpClient http, AlignZegClientOptions options, TimeProvider time)
    {
        var found = new AlignZegClientOptionsValidator().Validate(null, options);
        if (found.Failed) throw new OptionsValidationException(nameof(AlignZegClientOptions), typeof(AlignZegClientOptions), found.Failures);
        (_http, Options, Time) = (http, options, time);
        var server = http.BaseAddress ?? options.Server;
        Server = server.AbsolutePath.EndsWith('/') ? server : new(server + "/");
    }

    public Uri Server { get; }

    public AlignZegClientOptions Options { get; }

    public TimeProvider Time { get; }

    /// <summary>Calls, and reads the answer.</summary>
    /// <exception cref="AlignZegApiException">The call failed, or what answered is not the API.</exception>
    public Task<T> SendAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken) => InsistAsync(call, () => ReadAsync(
        call, async body => await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("There is nothing in it."), cancellationToken), cancellationToken);

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => SendAsync(ApiCall.Get(path), type, cancellationToken);

    /// <summary>Calls, and writes the answer somewhere: once it is whole, so that a connection that breaks or falls silent leaves nothing half.</summary>
    /// <exception cref="AlignZegApiException">The call failed.</exception>
    public async Task DownloadAsync(ApiCall call, Stream destination, CancellationToken cancellationToken)
    {
        var streamed = call with { Streams = true };
        using var whole = await InsistAsync(call, () => ReadAsync(streamed, body => HoldAsync(body, cancellationToken), cancellationToken), cancellationToken);
        await whole.CopyToAsync(destination, cancellationToken);
    }

    /// <summary>Calls until there is an answer of success, which the caller disposes.</summary>
    /// <exception cref="AlignZegApiException">There is none.</exception>
    public Task<HttpResponseMessage> OpenAsync(ApiCall call, CancellationToken cancellationToken) => InsistAsync(call, () => OpenOnceAsync(call, cancellationToken), cancellationToken);

    /// <summary>One try, for those who insist in their own way.</summary>
    /// <exception cref="AlignZegApiException">It failed.</exception>
    public async Task<HttpResponseMessage> OpenOnceAsync(ApiCall call, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        var patience = Options.Timeout + call.More;
        using var limit = new CancellationTokenSource(patience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = Request(call, () => limit.CancelAfter(patience));
        try
        {
            answer = await _http.SendAsync(request, call.Streams ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, either.Token);
        }
        catch (HttpRequestException exception)
        {
            throw new AlignZegApiException($"There is no connection to {Server}: {Reason(exception)}.", inner: exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlignZegApiException($"{Server} does not answer in time.", inner: exception);
        }

        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw await ProblemBody.ReadAsync(answer, Server, Options.LongestSilence, Time, cancellationToken);
    }

    private async Task<T> InsistAsync<T>(ApiCall call, Func<Task<T>> tryAsync, CancellationToken cancellationToken)
    {
        for (var retry = new RetryPause(Options, call.Repeatable ? Options.Retries : 0); ;)
        {
            try
            {
                return await tryAsync();
            }
            catch (AlignZegApiException failure) when (retry.After(failure) is { } pause)
            {
                await Task.Delay(pause, Time, cancellationToken);
            }
        }
    }

    private async Task<T> ReadAsync<T>(ApiCall call, Func<Stream, Task<T>> readAsync, CancellationToken cancellationToken)
    {
        using var answer = await OpenOnceAsync(call, cancellationToken);
        try
        {
            await using var body = new LivelyStream(await answer.Content.ReadAsStreamAsync(cancellationToken), Options.LongestSilence + call.More, Time);
            return await readAsync(body);
        }
        catch (JsonException exception)
        {
            throw new AlignZegApiException($"{Server} does not answer as AlignZeg does; is the address right?", answer.StatusCode, exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new AlignZegApiException($"The connection to {Server} broke while its answer came.", inner: exception);
        }
    }

    private static async Task<MemoryStream> HoldAsync(Stream body, CancellationToken cancellationToken)
    {
        var held = new MemoryStream();
        await body.CopyToAsync(held, cancellationToken);
        held.Position = 0;
        return held;
    }

    private HttpRequestMessage Request(ApiCall call, Action heard)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(Server, call.Path)) { Content = call.Content?.Invoke() is { } body ? new HeardContent(body, heard) : null };
        if (call.WithKey && Options.Key is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        call.Headers?.Invoke(request.Headers);
        return request;
    }

    private static string Reason(HttpRequestException exception) => (exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "nobody has that name",
        HttpRequestError.SecureConnectionError => $"it is not secure ({exception.InnerException?.Message ?? exception.Message})",
        _ => exception.InnerException?.Message ?? exception.Message,
    }).TrimEnd('.');
}
