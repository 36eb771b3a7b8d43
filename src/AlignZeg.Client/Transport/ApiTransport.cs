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
    public async Task<T> SendAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await OpenAsync(call, cancellationToken);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("There is nothing in it.");
        }
        catch (JsonException exception)
        {
            throw new AlignZegApiException($"{Server} does not answer as AlignZeg does; is the address right?", answer.StatusCode, exception);
        }
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => SendAsync(ApiCall.Get(path), type, cancellationToken);

    /// <summary>Calls until there is an answer of success, which the caller disposes.</summary>
    /// <exception cref="AlignZegApiException">There is none.</exception>
    public async Task<HttpResponseMessage> OpenAsync(ApiCall call, CancellationToken cancellationToken)
    {
        for (var retry = new RetryPause(Options, call.Repeatable ? Options.Retries : 0); ;)
        {
            try
            {
                return await OpenOnceAsync(call, cancellationToken);
            }
            catch (AlignZegApiException failure) when (retry.After(failure) is { } pause)
            {
                await Task.Delay(pause, Time, cancellationToken);
            }
        }
    }

    /// <summary>One try, for those who insist in their own way.</summary>
    /// <exception cref="AlignZegApiException">It failed.</exception>
    public async Task<HttpResponseMessage> OpenOnceAsync(ApiCall call, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = call.More is { } more ? Time.CreateTimer(_ => limit.Cancel(), null, Options.Timeout + more, Timeout.InfiniteTimeSpan) : null;
        try
        {
            answer = await _http.SendAsync(Request(call), call.Streams ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, limit.Token);
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
        using (answer) throw await ProblemBody.ReadAsync(answer, Server, Time, cancellationToken);
    }

    private HttpRequestMessage Request(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(Server, call.Path)) { Content = call.Content?.Invoke() };
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
