using System.Net;
using System.Text;
using AlignZeg.Storage.Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Xunit;

namespace AlignZeg.Storage.Tests.Azure;

public sealed class SourceContainerTests(AzuriteFixture azurite)
{
    private const BlobContainerSasPermissions ListAndRead = BlobContainerSasPermissions.List | BlobContainerSasPermissions.Read;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prefix_IsListedPageByPage_AndRead()
    {
        var client = await ContainerAsync("p/b c.txt", "p/a.txt", "p/d/e.txt", "q.txt");
        var source = SourceContainer.Parse(At(client, "p/", ListAndRead));
        var (page, next) = await source.ListAsync(null, 2, Token);
        Assert.Equal(["p/a.txt", "p/b c.txt"], page.Select(blob => blob.Name));
        Assert.Equal("p/d/e.txt", Assert.Single((await source.ListAsync(next, 2, Token)).Blobs).Name);
        Assert.Equal((3, "p/"), ((await AllAsync(source)).Count, source.Folder));
        Assert.Equal("p/b c.txt", await ReadAsync(source, "p/b c.txt"));
        Assert.Equal("gone", await ReadAsync(source, "p/none.txt"));
        await client.GetBlobClient("p/a.txt").UploadAsync(BinaryData.FromString("longer"), overwrite: true, Token);
        var again = await AllAsync(source);
        Assert.NotEqual(page[0].Version, again[0].Version);
        Assert.Equal((page[1].Version, 6), (again[1].Version, again[0].Bytes));
        Assert.Equal(["p/a.txt", "p/b c.txt", "p/d/e.txt", "q.txt"], (await AllAsync(SourceContainer.Parse(At(client, "", ListAndRead)))).Select(blob => blob.Name));
    }

    [Fact]
    public async Task WhoIsRefused_IsToldWhy_WithoutTheSignature()
    {
        var client = await ContainerAsync("a.txt");
        var now = TimeProvider.System.GetUtcNow();
        var (expired, wrong, write) = (At(client, "", ListAndRead, now.AddHours(-1)), new Uri(At(client, "", ListAndRead).AbsoluteUri.Replace("sig=", "sig=x", StringComparison.Ordinal)), At(client, "", BlobContainerSasPermissions.Write));
        await RefusedAsync(expired, "refuses the signature, which is wrong or has expired; make one that may list and read, and start again with it.");
        await RefusedAsync(wrong, "refuses the signature, which is wrong or has expired; make one that may list and read, and start again with it.");
        await RefusedAsync(write, "refuses the signature, which does not allow listing; make one that may list and read, and start again with it.");
        var listOnly = At(client, "", BlobContainerSasPermissions.List);
        var unread = await Assert.ThrowsAsync<SourceContainerException>(() => ReadAsync(SourceContainer.Parse(listOnly), "a.txt"));
        Assert.Contains("does not allow reading", unread.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(listOnly.Query.Split("sig=")[1], unread.ToString(), StringComparison.Ordinal);
        await RefusedAsync(client.Uri, "is not public; add a signature (SAS) that may list and read.", "There is no container");
        await RefusedAsync(At(new BlobContainerClient((await azurite.NewContainerAsync()).Value.ConnectionString, "nowhere"), "", ListAndRead), "There is no container");
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/"), InlineData("https://user:s3cr3t@account.blob.core.windows.net/photos"), InlineData("http://127.0.0.1:10000/account?sig=s3cr3t")]
    public void AddressWithoutAContainer_IsRefused_WithoutShowingIt(string address)
    {
        var refused = Assert.Throws<SourceContainerException>(() => SourceContainer.Parse(new(address)));
        Assert.Contains("names no container; give https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX?SIGNATURE.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "<html><body>Welcome</body>", "no Azure Blob Storage"), InlineData(HttpStatusCode.OK, "Welcome", "no Azure Blob Storage"), InlineData(HttpStatusCode.OK, "<html></html>", "no Azure Blob Storage")]
    [InlineData(HttpStatusCode.NotFound, "", "no Azure Blob Storage"), InlineData(HttpStatusCode.Redirect, "", "answers 302"), InlineData(HttpStatusCode.BadGateway, "", "does not answer now")]
    public async Task WhatIsNoStorage_IsOneSentence(HttpStatusCode status, string page, string sentence)
    {
        using var service = new Service(_ => new(status) { Content = new StringContent(page, Encoding.UTF8, "text/html") });
        var refused = await Assert.ThrowsAsync<SourceContainerException>(() => AllAsync(service.Open("sig=s3cr3t")));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Contains("https://account.blob.core.windows.net/photos", refused.Message, StringComparison.Ordinal);
        Assert.Equal(status == HttpStatusCode.BadGateway, refused.IsPassing);
        Assert.DoesNotContain("s3cr3t", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutASignature_TheContainerMayBePublic_OrOpenToWhoRunsThis()
    {
        using var open = new Service(_ => List("a.png"));
        Assert.Equal("a.png", Assert.Single(await AllAsync(open.Open("", new AnyIdentity()))).Name);
        Assert.Equal([""], open.Tokens);
        using var closed = new Service(request => request.Headers.Authorization is null ? new(HttpStatusCode.Conflict) : List("b.png"));
        Assert.Equal("b.png", Assert.Single(await AllAsync(closed.Open("", new AnyIdentity()))).Name);
        Assert.Equal(["", "Bearer token"], closed.Tokens);
        using var unknown = new Service(_ => new(HttpStatusCode.Forbidden));
        Assert.Contains("does not let who is signed in here list and read", await SentenceAsync(unknown.Open("", new AnyIdentity())), StringComparison.Ordinal);
        Assert.Contains("is not public; add a signature", await SentenceAsync(unknown.Open("")), StringComparison.Ordinal);
        Assert.Contains("refuses the signature", await SentenceAsync(unknown.Open("sig=x", new AnyIdentity())), StringComparison.Ordinal);
        Assert.Equal(["", "Bearer token", "", ""], unknown.Tokens);
    }

    private static async Task<string> SentenceAsync(SourceContainer source) => (await Assert.ThrowsAsync<SourceContainerException>(() => AllAsync(source))).Message;

    private static async Task RefusedAsync(Uri address, params string[] sentences)
    {
        var refused = await Assert.ThrowsAsync<SourceContainerException>(() => AllAsync(SourceContainer.Parse(address)));
        Assert.True(sentences.Any(sentence => refused.Message.Contains(sentence, StringComparison.Ordinal)), refused.Message);
        Assert.Contains(address.GetLeftPart(UriPartial.Path).TrimEnd('/'), refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsPassing);
        Assert.All(address.Query.Split('&').Where(part => part.StartsWith("sig=", StringComparison.Ordinal)), part => Assert.DoesNotContain(part[4..], refused.ToString(), StringComparison.Ordinal));
    }

    private async Task<BlobContainerClient> ContainerAsync(params string[] blobs)
    {
        var options = (await azurite.NewContainerAsync()).Value;
        var client = new BlobContainerClient(options.ConnectionString, options.Container);
        await client.CreateAsync(PublicAccessType.None, cancellationToken: Token);
        foreach (string blob in blobs) await client.UploadBlobAsync(blob, BinaryData.FromString(blob), Token);
        return client;
    }

    private static Uri At(BlobContainerClient client, string prefix, BlobContainerSasPermissions permissions, DateTimeOffset? end = null)
    {
        var signed = client.GenerateSasUri(permissions, end ?? TimeProvider.System.GetUtcNow().AddHours(1));
        return new($"{signed.GetLeftPart(UriPartial.Path)}/{prefix}{signed.Query}");
    }

    private static async Task<List<SourceBlob>> AllAsync(SourceContainer source)
    {
        var all = new List<SourceBlob>();
        await foreach (var blob in source.ListAsync(Token)) all.Add(blob);
        return all;
    }

    private static Task<string> ReadAsync(SourceContainer source, string name) => source.ReadAsync(name, async (stream, token) =>
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(token);
    }, "gone", Token);

    private static HttpResponseMessage List(string name) => new() { Content = new StringContent(
        $"<EnumerationResults ServiceEndpoint=\"https://account.blob.core.windows.net/\" ContainerName=\"photos\"><Blobs><Blob><Name>{name}</Name><Properties><Etag>0x1</Etag><Content-Length>5</Content-Length></Properties></Blob></Blobs><NextMarker /></EnumerationResults>",
        Encoding.UTF8, "application/xml") };

    /// <summary>Answers without a network, and keeps who asked.</summary>
    private sealed class Service(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<string> Tokens { get; } = [];

        public SourceContainer Open(string signature, TokenCredential? identity = null) => new(
            new("https://account.blob.core.windows.net/photos"), signature, "", identity is null ? null : () => identity, new BlobClientOptions { Transport = new HttpClientTransport(this), Retry = { MaxRetries = 0 } });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Tokens.Add($"{request.Headers.Authorization}");
            return Task.FromResult(answer(request));
        }
    }

    private sealed class AnyIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
