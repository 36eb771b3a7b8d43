using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>Calls an API as any program does, with a key.</summary>
internal sealed class ApiCaller(Uri address, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };

    public string Key { get; } = key;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<JsonElement> GetAsync(string path) => ReadAsync(_http.GetAsync(path, Token));

    public Task<JsonElement> PostAsync(string path, object body) => ReadAsync(_http.PostAsJsonAsync(path, body, Token));

    public Task<JsonElement> PutAsync(string path, object body) => ReadAsync(_http.PutAsync(path, JsonContent.Create(body), Token));

    public async Task<JsonElement> UploadAsync(string path, byte[] zip)
    {
        using var content = new ByteArrayContent(zip) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } };
        return await ReadAsync(_http.PostAsync(path, content, Token));
    }

    /// <summary>Adds the indexes of the results after a cursor.</summary>
    /// <returns>The next cursor, and whether the job ends there; the same cursor where nobody answers.</returns>
    public async Task<(string? Cursor, bool End)> ReadResultsAsync(string job, string? cursor, ICollection<int> indexes)
    {
        try
        {
            using var answer = await _http.GetAsync($"/v1/jobs/{job}/results?wait=1&limit=100{(cursor is null ? "" : $"&after={Uri.EscapeDataString(cursor)}")}", Token);
            if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{answer.StatusCode}");
            foreach (string line in (await answer.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                indexes.Add(JsonDocument.Parse(line).RootElement.GetProperty("index").GetInt32());
            return (answer.Headers.GetValues("X-Next-Cursor").Single(), answer.Headers.TryGetValues("X-End", out var end) && bool.Parse(end.Single()));
        }
        catch (HttpRequestException)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), Token); // it is being replaced
            return (cursor, false);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        string body = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{answer.RequestMessage!.RequestUri} answered {answer.StatusCode}: {body}"));
        return JsonDocument.Parse(body).RootElement.Clone();
    }
}
