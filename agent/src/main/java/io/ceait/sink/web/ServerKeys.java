package io.ceait.sink.web;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows each new client the certificate that holds when it comes: the server takes its TLS once and for all, the key and
 * certificate in it may be renewed.
 */
final class ServerKeys extends X509ExtendedKeyManager {

    private final AccessSource access;

    /** A handshake that has begun with one certificate ends with it. */
    private volatile @Nullable X509ExtendedKeyManager before;

    private volatile X509ExtendedKeyManager now;

    ServerKeys(AccessSource access, X509ExtendedKeyManager first) {
        this.access = access;
        now = first;
    }

    private synchronized X509ExtendedKeyManager latest() {
        X509ExtendedKeyManager latest = access.current().tls().orElse(now);
        if (latest != now) {
            before = now;
            now = latest;
        }
        return latest;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return latest().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return latest().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return latest().getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        X509Certificate[] chain = now.getCertificateChain(alias);
        X509ExtendedKeyManager earlier = before;
        return chain == null && earlier != null ? earlier.getCertificateChain(alias) : chain;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        PrivateKey key = now.getPrivateKey(alias);
        X509ExtendedKeyManager earlier = before;
        return key == null && earlier != null ? earlier.getPrivateKey(alias) : key;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
