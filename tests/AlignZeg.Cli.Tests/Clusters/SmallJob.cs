using System.IO.Compression;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>A job over <see cref="SmallImages"/>, started over HTTP by a tenant that is new.</summary>
internal static class SmallJob
{
    public const string Name = "monday", Tenant = "acme";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes all that it needs and starts it.</summary>
    /// <returns>The tenant.</returns>
    public static async Task<ApiCaller> StartAsync(Uri address, string adminKey, TemporaryFolder folder, int images)
    {
        using var admin = new ApiCaller(address, adminKey);
        var shown = (await AlignZegProcess.RunAsync("model", "show", "--json")).Expect(0).Last;
        await admin.PostAsync("/v1/models", new { name = "small", path = shown.GetProperty("folder").GetString(), hash = shown.GetProperty("hash").GetString() });
        var tenant = new ApiCaller(address, (await admin.PostAsync($"/v1/tenants/{Tenant}/keys", new { scopes = new[] { "label" } })).GetProperty("key").GetString()!);
        await tenant.PutAsync("/v1/vocabularies/materials", SmallImages.Vocabulary);
        SmallImages.Write(folder["images"], images);
        await ZipFile.CreateFromDirectoryAsync(folder["images"], folder["images.zip"], Token);
        Assert.Equal(images, (await tenant.UploadAsync("/v1/datasets/photos/versions", await File.ReadAllBytesAsync(folder["images.zip"], Token))).GetProperty("images").GetInt32());
        await tenant.PostAsync("/v1/jobs", new { id = Name, dataset = "photos", vocabulary = "materials", model = "small" });
        return tenant;
    }
}
