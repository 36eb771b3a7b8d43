using AlignZeg.Client.Datasets;
using AlignZeg.Client.Jobs;
using AlignZeg.Client.Vocabularies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Client.Tests.Package;

/// <summary>The examples of the package's README, word for word, so that they compile. <see cref="ReadmeTests"/> compares.</summary>
internal static class ReadmeExamples
{
    public static async Task FirstAsync()
    {
        var client = new AlignZegClient(new AlignZegClientOptions { Server = new("http://127.0.0.1:8080"), Key = Environment.GetEnvironmentVariable("ALIGNZEG_KEY") });

        await client.Vocabularies.PublishAsync("world", VocabularyDefinition.Of("amber", "denim", "lace"));
        await client.Datasets.UploadAsync("photos", DatasetFile.In("photos"));   // sends only what the server does not have
        await client.Jobs.StartAsync(new JobOrder("photos", "world", "tiny") { Id = "monday" });

        await foreach (var result in client.Results.ReadAsync("monday"))        // follows the job to its end
            Console.WriteLine($"{result.Image}: {string.Join(", ", result.Classes.Select(found => found.Name))}");
    }

    public static void Host(IServiceCollection services, IConfiguration configuration)
    {
        services.AddAlignZegClient(options => (options.Server, options.Key) = (new Uri("https://labels.example.org"), configuration["AlignZeg:Key"]));
    }

    public static async Task ResultsAsync(AlignZegClient client)
    {
        string? cursor = File.Exists("cursor.txt") ? File.ReadAllText("cursor.txt") : null;
        await foreach (var result in client.Results.ReadAsync("monday", after: cursor))
        {
            if (result.Mask is { } mask)
            {
                await using var file = File.Create($"{result.Index}.png");
                await client.Results.DownloadAsync("monday", mask, file);
            }

            File.WriteAllText("cursor.txt", result.Cursor);                     // dealt with: never seen again
        }
    }

    public static async Task ProgressAsync(AlignZegClient client)
    {
        await foreach (var job in client.Jobs.WatchAsync("monday"))             // until it is at rest
            Console.WriteLine($"{job.Done()}/{job.Total} {job.Phase} {job.Problem}");
    }

    public static async Task ErrorsAsync(AlignZegClient client)
    {
        try
        {
            await client.Jobs.GetAsync("tuesday");
        }
        catch (AlignZegApiException exception) when (exception.Code == "job-not-found")
        {
            Console.WriteLine($"{exception.Message} (request {exception.RequestId})");
        }
    }
}
