using System.Net;
using System.Web;
using AlignZeg.Storage.Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AlignZeg.Storage.Tests.Azure;

public sealed class AzureBlobLinksTests(AzuriteFixture azurite)
{
    private static readonly HttpClient Http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Later => TimeProvider.System.GetUtcNow().AddHours(1);

    [Fact]
    public async Task Link_ReadsOneBlob_AsWhatItIs_AndDoesNothingElse()
    {
        var options = await azurite.NewContainerAsync();
        var store = new AzureBlobStore(new(options));
        await store.WriteAsync("masks/a b.png", "mask"u8.ToArray(), cancellationToken: Token);
        await store.WriteAsync("masks/other.png", "other"u8.ToArray(), cancellationToken: Token);
        var link = await Links(options).SignAsync("masks/a b.png", Later, "image/png", Token);
        using var answer = await Http.GetAsync(link, Token);
        Assert.Equal("mask", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl is { Private: true, MaxAge: not null });
        Assert.Equal("r", HttpUtility.ParseQueryString(link!.Query)["sp"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await Http.GetAsync(link.AbsoluteUri.Replace("a%20b", "other", StringComparison.Ordinal), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Http.DeleteAsync(link, Token)).StatusCode);
        Assert.Equal("mask"u8.ToArray(), (await store.ReadAsync("masks/a b.png", Token))!.Content);
    }

    [Fact]
    public async Task Link_EndsSoon_AndNeverAfterTheTimeAskedFor()
    {
        var options = await azurite.NewContainerAsync();
        options.Value.Links.Lifetime = TimeSpan.FromMinutes(10);
        await new AzureBlobStore(new(options)).WriteAsync("a", "a"u8.ToArray(), cancellationToken: Token);
        var (links, now) = (Links(options), TimeProvider.System.GetUtcNow());
        Assert.InRange(EndOf(await links.SignAsync("a", Later, "image/png", Token)), now.AddMinutes(9.9), now.AddMinutes(10.5));
        Assert.InRange(EndOf(await links.SignAsync("a", now.AddMinutes(2), "image/png", Token)), now.AddMinutes(1.9), now.AddMinutes(2));
        Assert.Equal(HttpStatusCode.Forbidden, (await Http.GetAsync(await links.SignAsync("a", now.AddSeconds(-2), "image/png", Token), Token)).StatusCode);
    }

    [Fact]
    public async Task Link_NamesTheHostThatCallersReach()
    {
        var options = await azurite.NewContainerAsync();
        options.Value.Links.PublicAddress = new("https://blobs.example.com:8443");
        var link = await Links(options).SignAsync("a/b.png", Later, "image/png", Token);
        Assert.StartsWith($"https://blobs.example.com:8443/devstoreaccount1/{options.Value.Container}/a/b.png?", link!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("https", HttpUtility.ParseQueryString(link.Query)["spr"]);
    }

    [Fact]
    public async Task NoLinks_WhereTheyAreOff_OrOnlyASignatureIsHeld()
    {
        var off = Options.Create(new AzureStorageOptions { ConnectionString = "UseDevelopmentStorage=true", Links = { Enabled = false } });
        var signed = Options.Create(new AzureStorageOptions { ContainerUri = new("https://a.blob.core.windows.net/c?sv=2025-01-05&sp=rl&sig=x") });
        foreach (var options in new[] { off, signed }) Assert.Null(await Links(options).SignAsync("a", Later, "image/png", Token));
    }

    [Fact]
    public async Task Identity_SignsWithAKeyOfTheService_WhichIsAskedForOnce()
    {
        using var service = new DelegatingService(HttpStatusCode.OK);
        var links = Links(Options.Create(new AzureStorageOptions()), service.Container());
        var first = HttpUtility.ParseQueryString((await links.SignAsync("a/b.png", Later, "image/png", Token))!.Query);
        Assert.Equal(("the-identity", "the-tenant", "b", "r", "https"), (first["skoid"], first["sktid"], first["sr"], first["sp"], first["spr"]));
        Assert.NotNull(await links.SignAsync("c", Later, "image/png", Token));
        Assert.Equal(1, service.Asked);
    }

    [Fact]
    public async Task Identity_ThatMayNotSign_GivesNoLinks_AndIsNotAskedEveryTime()
    {
        using var service = new DelegatingService(HttpStatusCode.Forbidden);
        var links = Links(Options.Create(new AzureStorageOptions()), service.Container());
        for (int i = 0; i < 3; i++) Assert.Null(await links.SignAsync("a", Later, "image/png", Token));
        Assert.Equal(1, service.Asked);
    }

    [Theory]
    [InlineData("https://blobs.example.com", true), InlineData("http://localhost:10000", true)]
    [InlineData("https://blobs.example.com/path", false), InlineData("https://blobs.example.com?sig=x", false), InlineData("ftp://blobs.example.com", false), InlineData("blobs", false)]
    public void PublicAddress_IsSchemeHostAndPort(string address, bool valid)
    {
        var options = new AzureStorageOptions { ConnectionString = "UseDevelopmentStorage=true", Links = { PublicAddress = new(address, UriKind.RelativeOrAbsolute) } };
        Assert.Equal(valid, new AzureStorageOptionsValidator().Validate(null, options).Succeeded);
    }

    private static AzureBlobLinks Links(IOptions<AzureStorageOptions> options, AzureContainer? container = null) =>
        new(container ?? new(options), options, TimeProvider.System, NullLogger<AzureBlobLinks>.Instance);

    private static DateTimeOffset EndOf(Uri? link) => DateTimeOffset.Parse(HttpUtility.ParseQueryString(link!.Query)["se"]!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>As much of the service as gives keys to sign with, or refuses them: the emulator speaks of identities over https alone.</summary>
    private sealed class DelegatingService(HttpStatusCode status) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        public AzureContainer Container() => new(new BlobContainerClient(new("https://account.blob.core.windows.net/c"), new AnyIdentity(), new BlobClientOptions { Transport = new HttpClientTransport(this) }));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.Query.Contains("comp=userdelegationkey", StringComparison.Ordinal)) return new(HttpStatusCode.Created);
            Asked++;
            string asked = await request.Content!.ReadAsStringAsync(cancellationToken), end = asked.Split("<Expiry>")[1].Split("</Expiry>")[0];
            return new(status) { Content = new StringContent(
                $"<UserDelegationKey><SignedOid>the-identity</SignedOid><SignedTid>the-tenant</SignedTid><SignedStart>2020-01-01T00:00:00Z</SignedStart><SignedExpiry>{end}</SignedExpiry>"
                + "<SignedService>b</SignedService><SignedVersion>2025-01-05</SignedVersion><Value>a2V5</Value></UserDelegationKey>", null, "application/xml") };
        }
    }

    private sealed class AnyIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
