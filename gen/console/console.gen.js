var E,Rt,Dr,re,Xe,Ue,At,Ce,Ft,tt,Ze,Tt,ke=Symbol.for("pv"),Le={},qe=[],Nr=/^m(i|n|o|s|text|space)$/,rt=Array.isArray,jt=qe.slice,ce=Object.assign;function ae(r){
r&&r.parentNode&&r.remove()}function Be(r,e,t,n,o){var s={type:r,props:e,key:t,ref:n,__k:null,__:null,__b:0,__e:null,__c:null,constructor:ke,__v:o||++Rt,__i:-1,__u:0};return!o&&E.vnode&&E.
vnode(s),s}function R(r){return r.children}function Ie(r,e){this.props=r,this.context=e,this.__g=0}function ne(r,e){if(e==null)return r.__&&ne(r.__,r.__i+1);for(var t;e<r.
__k.length;e++)if((t=r.__k[e])&&t.__e)return t.__e;return typeof r.type!="function"||r.props.__P?null:ne(r)}function $r(r){var e,t=r.__v,n=t.__e,o=[],s=[],i=r.__P;
i&&((e=ce({constructor:ke},t)).__v=t.__v+1,E.vnode&&E.vnode(e),nt(i,e,t,r.__n,i.namespaceURI,32&t.__u?[n]:null,o,n||ne(t),32&t.__u,s),e.__v=t.__v,e.__.__k[e.__i]=
e,Lt(o,e,s),t.__=t.__e=null,e.__e!=n&&Ct(e))}function Ct(r){if((r=r.__)&&r.__c&&!r.props.__P)return r.__e=null,r.__k.some(function(e){return e&&(r.__e=e.__e)}),
Ct(r)}function et(r){(8&r.__g||(r.__g|=8,re.push(r),Ue++))&&Xe==E.debounceRendering||((Xe=E.debounceRendering)||queueMicrotask)(Bt)}function Bt(){try{for(var r,
e=1;re.length;)re.length>e&&re.sort(At),r=re.shift(),e=re.length,8&r.__g&&$r(r)}finally{(Ue=re.length)&&(Xe||queueMicrotask)(Bt)}}function It(r,e,t,n,o,s,i,c,p,f,l){
var h,m,d,b,k,g,x=n.__k||qe,y=e.length;for(p=zr(t,e,x,p,y),h=0;h<y;h++)(d=t.__k[h])!=null&&(m=~d.__i&&x[d.__i]||Le,d.__i=h,g=nt(r,d,m,o,s,i,c,p,f,l),b=d.__e,(m.
ref!=d.ref||8&m.__u)&&(m.ref&&ot(m.ref,null,d,m),d.ref&&l.push(d.ref,d.__c||b,d)),k=k||b,4&d.__u?(p=Ot(d,p,r,!m.__v),m.__e&&(m.__e=null)):typeof d.type=="functi\
on"&&g!==void 0?p=g:b&&(p=b.nextSibling),d.__u&=-21);return t.__e=k,p}function zr(r,e,t,n,o){var s,i,c,p,f,l,h,m,d,b=t.length,k=b,g=0,x=0,y=r.__k=Array(o);for(s=
0;s<o;s++)(i=e[s])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=y[s]=Be(null,i):rt(i)?i=y[s]=Be(R,{children:i}):
i.constructor===ke&&i.__b?i=y[s]=Be(i.type,i.props,i.key,i.ref,i.__v):y[s]=i,p=s+g,i.__=r,i.__b=r.__b+1,c=null,~(f=i.__i=Vr(i,t,p,k))&&(k--,(c=t[f])&&(c.__u|=2)),
c&&c.__v?(i.__u|=16,f==p-1?g--:f==p+1?g++:f!=p&&(f>p?g--:g++,x=1)):(~f||(o>b?g--:o<b&&g++),typeof i.type!="function"&&(i.__u|=4))):y[s]=null;if(x){for(l=[],h=[],
s=0;s<o;s++)if((i=y[s])&&16&i.__u){for(g=0,m=l.length;g<m;)l[d=g+m>>1]<i.__i?g=d+1:m=d;l[g]=i.__i,h[s]=g+1}for(g=l.length;s--;)h[s]&&(h[s]==g?g--:y[s].__u|=4)}if(k)
for(s=0;s<b;s++)!(c=t[s])||2&c.__u||(c.__e==n&&(n=ne(c)),st(c,c));return n}function Ot(r,e,t,n){var o,s,i,c;if(typeof r.type=="function"){if(r.props.__P)return e;
if(o=r.__k)for(s=0;s<o.length;s++)o[s]&&(o[s].__=r,e=Ot(o[s],e,t,!1));return e}for(e&&!e.parentNode&&(e=ne(r))&&!e.parentNode&&(e=null),i=r.__e,c=e;c&&c.nodeType==
8;)c=c.nextSibling;for(i!=c&&(!n&&t.moveBefore&&i.parentNode?t.moveBefore(i,e):t.insertBefore(i,e||null)),e=i;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith(
"$s"););return e}function Vr(r,e,t,n){var o,s=r.key,i=r.type,c=e[t],p=c&&!(2&c.__u);if(c===null&&s==null||p&&s==c.key&&i==c.type)return t;if(n>(p?1:0)){for(o=t-1;o>=0;o--)if((c=
e[o])&&!(2&c.__u)&&s==c.key&&i==c.type)return o;for(o=t+1;o<e.length;o++)if((c=e[o])&&!(2&c.__u)&&s==c.key&&i==c.type)return o}return-1}function Et(r,e,t){t==null&&
(t=""),e[0]=="-"?r.setProperty(e,t):r[e]=t}function je(r,e,t,n,o){var s,i;if(e=="style")if(typeof t=="string")r.style.cssText=t;else{if(typeof n=="string"&&(r.style.
cssText=n=""),n)for(e in n)t&&e in t||Et(r.style,e);if(t)for(e in t)n&&t[e]==n[e]||Et(r.style,e,t[e])}else if(e[0]=="o"&&e[1]=="n")typeof t!="function"&&(t=null),
typeof n!="function"&&(n=null),(r.__e||(r.__e={}))[e]=t,t&&n||(i=Ze[e]||(Ze[e]=Kr(e)),(r.__a||(r.__a={}))[e]=tt,s=e!=(e=e.replace(Ft,"$1")),(e=e.slice(2))[0]<"a"&&
(e=e.toLowerCase()),t?r.addEventListener(e,i,s):r.removeEventListener(e,i,s));else{if(o=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,
"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in r)
try{return void(r[e]=t??"")}catch{}if(typeof t=="function")return;t==null||t===!1&&e[4]!="-"?r.removeAttribute(e):r.setAttribute(e,e=="popover"&&t==1?"":t)}}function Kr(r){
return function(e){var t=this.__e;if(t){if(t=t[r],e[Ce]==null)e[Ce]=tt++;else if(e[Ce]<this.__a[r])return;return t(E.event?E.event(e):e)}}}function nt(r,e,t,n,o,s,i,c,p,f){
var l,h,m,d,b,k,g,x,y,M,v,F,P,V,K,fe,Q,J,Y=e.type;if(e.constructor!==ke)return null;128&t.__u&&(p=32&t.__u,l=t.__c.__z)&&(e.__u|=p,h=s=[],l.nodeType==8?c=Oe(l,s):
s.push(l),c=s[0]||c),(l=E.__b)&&l(e);e:if(typeof Y=="function"){m=i.length;try{if(x=e.props,y=(l=Y.prototype)&&l.render,M=(l=Y.contextType)&&n[l.__c],v=l?M?M.props.
value:l.__:n,(d=t.__c)?(e.__c=d,2&d.__g&&(d.__g|=1)):(y?e.__c=d=new Y(x,v):(e.__c=d=new Ie(x,v),d.constructor=Y,d.render=Hr),M&&M.sub(d),d.state||(d.state={}),d.
__n=n,d.__g|=8,d.__h=[],d.__k=[]),y&&(d.__s||(d.__s=d.state),Y.getDerivedStateFromProps&&(d.__s==d.state&&(d.__s=ce({},d.__s)),ce(d.__s,Y.getDerivedStateFromProps(
x,d.__s)))),b=d.props,k=d.state,d.__v=e,t.__c){if(x!==b&&y&&!Y.getDerivedStateFromProps&&d.componentWillReceiveProps&&d.componentWillReceiveProps(x,v),e.__v==t.
__v&&!(8&d.__g)||!(4&d.__g)&&d.shouldComponentUpdate&&d.shouldComponentUpdate(x,d.__s,v)===!1){e.__v!=t.__v&&(d.props=x,d.state=d.__s,d.__g&=-9),e.__e=t.__e,e.__k=
t.__k,e.__k.some(function(L){L&&(L.__=e)}),qe.push.apply(d.__h,d.__k),d.__k=[],d.__h.length&&i.push(d),c=ne(t);break e}d.componentWillUpdate&&d.componentWillUpdate(
x,d.__s,v),y&&d.componentDidUpdate&&d.__h.push(function(){d.componentDidUpdate(b,k,g)})}else y&&!Y.getDerivedStateFromProps&&d.componentWillMount&&d.componentWillMount(),
y&&d.componentDidMount&&d.__h.push(d.componentDidMount);d.context=v,d.props=x,d.__P=r,d.__g&=-5,F=E.__r,P=y?25:0;do d.__g&=-9,F&&F(e),l=d.render(d.props,d.state=
d.__s,d.context);while(8&d.__g&&++P<25);y&&(qe.push.apply(d.__h,d.__k),d.__k=[]),d.state=d.__s,d.getChildContext&&(n=ce({},n,d.getChildContext())),y&&t.__c&&d.getSnapshotBeforeUpdate&&
(g=d.getSnapshotBeforeUpdate(b,k)),V=l&&l.type===R&&l.key==null?l.props.children:l,x.__P&&(l=c,o=(r=x.__P).namespaceURI,p=s=null,t.props&&t.props.__P!=r&&(t.__k.
some(function(L){L&&st(L,L)}),t.__k=null),c=t.__k?ne(t,0):null),c=It(r,rt(V)?V:[V],e,t,n,o,s,i,c,p,f),x.__P&&(e.__e=null,c=l),e.__u&=-161,h&&h.some(ae),d.__h.length&&
i.push(d),1&d.__g&&(d.__g&=-4)}catch(L){if(i.length=m,e.__v=null,p||s)if(L&&L.then){if(e.__u|=128|p,s){for(~(Q=s.indexOf(c||void 0))||(Q=s.length);(J=s[Q-1])&&J.
nodeType==8;)Q--;for(;Q<s.length;Q++)if(J=s[Q])if(s[Q]=null,K){if(J==fe)break}else{if(J.nodeType!=8)break;J.data.startsWith("$s")&&(fe=Oe(K=J))}}if(!K){for(;c&&
c.nodeType==8&&c.nextSibling;)c=c.nextSibling;K=c}(l=Oe(K=e.__c.__z||(e.__c.__z=K)))?(e.__e=K,c=l):e.__e=c,c=c&&c.nextSibling}else s&&s.some(ae);else e.__e=t.__e;
e.__k||(e.__k=t.__k||[]),L&&L.then||Ut(e),E.__e(L,e,t)}}else c=e.__e=Wr(t.__e,e,t,n,o,s,i,p,f,r);return(l=E.diffed)&&l(e),c}function Oe(r,e){if(r&&r.nodeType==8&&
r.data.startsWith("$s"))for(var t=1;r=r.nextSibling;){if(r.nodeType==8){if(r.data.startsWith("$s"))t++;else if(r.data.startsWith("/$s")&&!--t)return r}e&&e.push(
r)}}function Ut(r){r&&(r.__c&&(r.__c.__g|=4),r.__k&&r.__k.some(Ut))}function Lt(r,e,t){for(var n=0;n<t.length;)ot(t[n++],t[n++],t[n++]);E.__c&&E.__c(e,r),r.some(
function(o){try{r=o.__h,o.__h=[],r.some(function(s){s.call(o)})}catch(s){E.__e(s,o.__v)}})}function Wr(r,e,t,n,o,s,i,c,p,f){var l,h,m,d,b,k,g,x,y=t.props||Le,M=e.
props,v=e.type;if(v=="svg"?o="http://www.w3.org/2000/svg":v=="math"?o="http://www.w3.org/1998/Math/MathML":o||(o="http://www.w3.org/1999/xhtml"),s){for(l=0;l<s.
length;l++)if((b=s[l])&&(v?b.localName==v:b.nodeType==3)){r=b,s[l]=null;break}}if(!r){if(x=f.ownerDocument||document,!v)return x.createTextNode(M);r=x.createElementNS(
o,v,M.is?M:f),c&&(E.__m&&E.__m(e,s),c=!1),s=null}if(v){if(f=v=="template"&&r.content||r,s=v=="textarea"&&M.defaultValue!=null?null:s&&jt.call(f.childNodes),!c&&
s)for(y={},l=0;l<r.attributes.length;l++)y[(b=r.attributes[l]).name]=b.value;for(l in y)b=y[l],l=="dangerouslySetInnerHTML"?m=b:l=="children"||l in M||l=="value"&&
"defaultValue"in M||l=="checked"&&"defaultChecked"in M||je(r,l,null,b,o);for(l in M)b=M[l],l=="children"?d=b:l=="dangerouslySetInnerHTML"?h=b:l=="value"?k=b:l==
"checked"?g=b:c&&typeof b!="function"||y[l]===b||je(r,l,b,y[l],o);h?(c||m&&(h.__html==m.__html||h.__html==r.innerHTML)||(r.innerHTML=h.__html),e.__k=[]):(m&&(r.
textContent=""),(v=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&Nr.test(v))&&(o="http://www.w3.org/1999/xhtml"),It(f,rt(d)?d:[d],e,t,n,o,s,i,s?s[0]:
t.__k&&ne(t,0),c,p),s&&s.some(ae)),c&&v!="textarea"||(l="value",v=="progress"&&k==null?r.removeAttribute(l):k==null||k===r[l]&&(v!="progress"||k)||je(r,l,k,y[l],
o),l="checked",g!=null&&g!=r[l]&&je(r,l,g,y[l],o))}else y===M||c&&r.data==M||(r.data=M);return r}function ot(r,e,t,n){try{typeof r=="function"?e?e.__x=r(e)||1:n&&
(n=n.__c||n.__e)&&(e=n.__x)&&(n.__x=null,typeof e=="function"?e():r(null)):r.current=e}catch(o){E.__e(o,t)}}function st(r,e,t){var n,o,s,i;if(E.unmount&&E.unmount(
r),!(n=r.ref)||n.current&&n.current!=r.__e||ot(n,null,e,r),n=r.__c){if(n.componentWillUnmount)try{n.componentWillUnmount()}catch(c){E.__e(c,e)}n.__P=n.__n=null}
if(n=r.__k)for(i=0;i<n.length;i++)n[i]&&st(n[i],e,typeof r.type!="function"||t&&!r.props.__P);!t&&(n=r.__c)&&(n=n.__z)&&(o=Oe(n,s=[]))&&(n==r.__e&&s.some(ae),ae(
o),ae(n)),t||ae(r.__e),r.__e=r.__c=r.__=null}function Hr(r,e,t){return this.constructor(r,t)}function qt(r,e){var t,n,o,s;E.__&&E.__(r,e),e.nodeType==9&&(e=e.documentElement),
n=(t=r&&32&r.__u)?null:e.__k,e.__k=Be(R,{children:[r]}),o=[],s=[],nt(e,e.__k,n||Le,Le,e.namespaceURI,n?null:e.firstChild?jt.call(e.childNodes):null,o,n?n.__e:e.
firstChild,t,s),Lt(o,e.__k,s),e.__k.props.children=null}function Dt(r){function e(t){var n,o;return this.getChildContext||(n=new Set,(o={})[e.__c]=this,this.getChildContext=function(){return o},this.shouldComponentUpdate=
function(s){this.props.value!=s.value&&n.forEach(function(i){i.__g|=4,et(i)})},this.sub=function(s){n.add(s);var i=s.componentWillUnmount;s.componentWillUnmount=
function(){n.delete(s),i&&i.call(s)}}),t.children}return e.__c="__cC"+Tt++,e.__=r,e.Provider=(e.Consumer=function(t,n){return t.children(n)}).contextType=e,e}E={__e:function(r,e,t,n){for(var o,s,i;e=e.__;)if((o=e.__c)&&!(1&o.__g)){o.__g|=4;try{if((i=(s=o.constructor)&&s.getDerivedStateFromError)&&o.setState(s.getDerivedStateFromError(
r)),o.componentDidCatch&&(o.componentDidCatch(r,n||{}),i=1),i&&8&o.__g)return void(o.__g|=2)}catch(c){r=c}}throw Ue=0,r}},Rt=0,Dr=function(r){return r!=null&&r.
constructor===ke},Ie.prototype.setState=function(r,e){var t=this.__s;t&&t!=this.state||(t=this.__s=ce({},this.state)),typeof r=="function"&&(r=r(ce({},t),this.props)),
r&&(ce(t,r),this.__v&&(e&&this.__k.push(e),et(this)))},Ie.prototype.forceUpdate=function(r){this.__v&&(this.__g|=4,r&&this.__h.push(r),et(this))},Ie.prototype.render=
R,re=[],Ue=0,At=function(r,e){return r.__v.__b-e.__v.__b},Ce=Symbol(),Ft=/(PointerCapture)$|Capture$/i,tt=0,Ze={},Tt=0;var oe,T,it,Nt,at=Object.is,Se=0,Yt=[],ct=[],C=E,$t=C.__b,zt=C.__r,Vt=C.diffed,Kt=C.__c,Wt=C.unmount,Ht=C.__;function me(r,e){C.__h&&C.__h(T,r,Se||e),Se=0;var t=T.
__H||(T.__H={__:[],__h:[]});return r>=t.__.length&&t.__.push({}),t.__[r]}function S(r){return Se=1,Gr(Xt,r)}function Gr(r,e,t){var n=me(oe++,2);if(n.t=r,!n.__c&&
(n.__=[t?t(e):Xt(void 0,e),function(s){var i=(n.__N||n.__)[0],c=n.t(i,s);at(i,c)||(n.__N=[c,n.__[1]],n.__c.setState({}))}],n.__c=T,!T.__f)){T.__f=!0;var o=T.shouldComponentUpdate;
T.shouldComponentUpdate=function(s,i,c){var p=this.__H;if(!p)return!0;var f=!1,l=this.props!=s;if(p.__.some(function(m){m.__N&&(f=!0,at(m.__[0],m.__N[0])||(l=!0))}),
o){var h=o.call(this,s,i,c);return f?h||l:h}return!f||l}}return n.__}function B(r,e){var t=me(oe++,3);!C.__s&&ut(t.__H,e)&&(t.__P=!0,t.__=r,t.u=e,T.__H.__h.push(
t))}function de(r,e){var t=me(oe++,4);!C.__s&&ut(t.__H,e)&&(t.__P=!1,t.__=r,t.u=e,T.__h.push(t))}function A(r){return Se=5,W(function(){return{current:r}},[])}function W(r,e){var t=me(oe++,7);return ut(t.__H,e)&&(t.__=r(),t.__H=e),t.__}function Me(r,e){return Se=8,W(function(){return r},e)}function Jt(r){var e=T.context[r.
__c],t=me(oe++,9);return t.c=r,e?(t.__==null&&(t.__=!0,e.sub(T)),e.props.value):r.__}function De(){var r=me(oe++,11);if(!r.__){for(var e=T.__v;!e.__m&&e.__;)e=e.__;var t=e.__m||(e.__m=[0,0]);r.__="P"+t[0]+"-"+t[1]++}return r.__}function Qr(){var r;
do{for(;r=ct.shift();)try{xe(r)}catch(t){C.__e(t,{__:(r=r.__P)&&r.__v})}for(;r=Yt.shift();){var e=r.__H;if(r.__P&&e)try{e.__h.some(xe),e.__h.some(dt),e.__h=[]}catch(t){
e.__h=[],C.__e(t,r.__v)}}}while(ct.length)}C.__b=function(r){T=null,$t&&$t(r)},C.__=function(r,e){r&&e.__k&&e.__k.__m&&(r.__m=e.__k.__m),Ht&&Ht(r,e)},C.__r=function(r){
zt&&zt(r),oe=0;var e=(T=r.__c).__H;e&&(it==T?T.__h=[]:(e.__h.some(xe),e.__h.some(dt),oe=0),e.__h=[],e.__.some(function(t){t.__N&&(t.__=t.__N),t.u=t.__N=void 0})),
it=T},C.diffed=function(r){Vt&&Vt(r);var e=r.__c;e&&e.__H&&(e.__H.__h.length&&Qt(Yt.push(e)),e.__H.__.some(function(t){t.u&&(t.__H=t.u)})),it=T=null},C.__c=function(r,e){
e.some(function(t){try{t.__h.some(xe),t.__h=t.__h.filter(function(n){return!n.__||dt(n)})}catch(n){t.__h=[function(){throw n}]}}),Kt&&Kt(r,e)},C.unmount=function(r){
Wt&&Wt(r);var e,t,n=r.__c;n&&n.__H&&(n.__H.__.some(function(o){try{if(o.__P&&o.__c){if(t===void 0){for(t=r.__;t&&(!t.__c||!t.__c.__P);)t=t.__;t=t&&t.__c}o.__P=t,
Qt(ct.push(o))}else xe(o)}catch(s){e=s}}),n.__H=void 0,e&&C.__e(e,n.__v))};var Gt=typeof requestAnimationFrame=="function";function Yr(r){var e,t=function(){clearTimeout(
n),Gt&&cancelAnimationFrame(e),setTimeout(r)},n=setTimeout(t,35);Gt&&(e=requestAnimationFrame(t))}function Qt(r){r!=1&&Nt==C.requestAnimationFrame||((Nt=C.requestAnimationFrame)||
Yr)(Qr)}function xe(r){var e=T,t=r.__c;typeof t=="function"&&(r.__c=void 0,t()),T=e}function dt(r){var e=T;r.__c=r.__(),T=e}function ut(r,e){return!r||r.length!=
e.length||e.some(function(t,n){return!at(t,r[n])})}function Xt(r,e){return typeof e=="function"?e(r):e}function H(r,e=80){let t=Array.from(r.replace(/\p{Other}/gu,"�").replace(/\s+/g," ").trim());return t.length>e?t.slice(0,e).join("")+"…":t.join("")}var Jr=/\{[^{}]+\}/g,Xr=()=>typeof process=="object"&&Number.parseInt(process?.versions?.node?.substring(0,2))>=18&&process.versions.undici;function Zr(){return Math.
random().toString(36).slice(2,11)}function rr(r){let{baseUrl:e="",Request:t=globalThis.Request,fetch:n=globalThis.fetch,querySerializer:o,bodySerializer:s,pathSerializer:i,
headers:c,requestInitExt:p=void 0,...f}={...r};p=Xr()?p:void 0,e=tr(e);let l=[];async function h(m,d){let{baseUrl:b,fetch:k=n,Request:g=t,headers:x,params:y={},
parseAs:M="json",querySerializer:v,bodySerializer:F=s??en,pathSerializer:P,body:V,middleware:K=[],...fe}=d||{},Q=e;b&&(Q=tr(b)??e);let J=typeof o=="function"?o:
Zt(o);v&&(J=typeof v=="function"?v:Zt({...typeof o=="object"?o:{},...v}));let Y=P||i||pt,L=V===void 0?void 0:F(V,er(c,x,y.header)),Lr=er(L===void 0||L instanceof
FormData?{}:{"Content-Type":"application/json"},c,x,y.header),ee=[...l,...K],qr={redirect:"follow",...f,...fe,body:L,headers:Lr},Ae,Fe,te=new g(tn(m,{baseUrl:Q,
params:y,querySerializer:J,pathSerializer:Y}),qr),O;for(let $ in fe)$ in te||(te[$]=fe[$]);if(ee.length){Ae=Zr(),Fe=Object.freeze({baseUrl:Q,fetch:k,parseAs:M,querySerializer:J,
bodySerializer:F,pathSerializer:Y});for(let $ of ee)if($&&typeof $=="object"&&typeof $.onRequest=="function"){let U=await $.onRequest({request:te,schemaPath:m,params:y,
options:Fe,id:Ae});if(U)if(U instanceof g)te=U;else if(U instanceof Response){O=U;break}else throw new Error("onRequest: must return new Request() or Response()\
 when modifying the request")}}if(!O){try{O=await k(te,p)}catch($){let U=$;if(ee.length)for(let ie=ee.length-1;ie>=0;ie--){let Te=ee[ie];if(Te&&typeof Te=="obje\
ct"&&typeof Te.onError=="function"){let we=await Te.onError({request:te,error:U,schemaPath:m,params:y,options:Fe,id:Ae});if(we){if(we instanceof Response){U=void 0,
O=we;break}if(we instanceof Error){U=we;continue}throw new Error("onError: must return new Response() or instance of Error")}}}if(U)throw U}if(ee.length)for(let $=ee.
length-1;$>=0;$--){let U=ee[$];if(U&&typeof U=="object"&&typeof U.onResponse=="function"){let ie=await U.onResponse({request:te,response:O,schemaPath:m,params:y,
options:Fe,id:Ae});if(ie){if(!(ie instanceof Response))throw new Error("onResponse: must return new Response() when modifying the response");O=ie}}}}let Pt=O.headers.
get("Content-Length");if(O.status===204||te.method==="HEAD"||Pt==="0"&&!O.headers.get("Transfer-Encoding")?.includes("chunked"))return O.ok?{data:void 0,response:O}:
{error:void 0,response:O};if(O.ok)return{data:await(async()=>{if(M==="stream")return O.body;if(M==="json"&&!Pt){let U=await O.text();return U?JSON.parse(U):void 0}
return await O[M]()})(),response:O};let Je=await O.text();try{Je=JSON.parse(Je)}catch{}return{error:Je,response:O}}return{request(m,d,b){return h(d,{...b,method:m.
toUpperCase()})},GET(m,d){return h(m,{...d,method:"GET"})},PUT(m,d){return h(m,{...d,method:"PUT"})},POST(m,d){return h(m,{...d,method:"POST"})},DELETE(m,d){return h(
m,{...d,method:"DELETE"})},OPTIONS(m,d){return h(m,{...d,method:"OPTIONS"})},HEAD(m,d){return h(m,{...d,method:"HEAD"})},PATCH(m,d){return h(m,{...d,method:"PAT\
CH"})},TRACE(m,d){return h(m,{...d,method:"TRACE"})},use(...m){for(let d of m)if(d){if(typeof d!="object"||!("onRequest"in d||"onResponse"in d||"onError"in d))throw new Error(
"Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`");l.push(d)}},eject(...m){for(let d of m){let b=l.indexOf(d);b!==-1&&l.splice(
b,1)}}}}function Ne(r,e,t){if(e==null)return"";if(typeof e=="object")throw new Error("Deeply-nested arrays/objects aren’t supported. Provide your own `querySerializer()\
` to handle these.");return`${r}=${t?.allowReserved===!0?e:encodeURIComponent(e)}`}function nr(r,e,t){if(!e||typeof e!="object")return"";let n=[],o={simple:",",
label:".",matrix:";"}[t.style]||"&";if(t.style!=="deepObject"&&t.explode===!1){for(let c in e)n.push(c,t.allowReserved===!0?e[c]:encodeURIComponent(e[c]));let i=n.
join(",");switch(t.style){case"form":return`${r}=${i}`;case"label":return`.${i}`;case"matrix":return`;${r}=${i}`;default:return i}}for(let i in e){let c=t.style===
"deepObject"?`${r}[${i}]`:i;n.push(Ne(c,e[i],t))}let s=n.join(o);return t.style==="label"||t.style==="matrix"?`${o}${s}`:s}function or(r,e,t){if(!Array.isArray(
e))return"";if(t.explode===!1){let s={form:",",spaceDelimited:"%20",pipeDelimited:"|"}[t.style]||",",i=(t.allowReserved===!0?e:e.map(c=>encodeURIComponent(c))).
join(s);switch(t.style){case"simple":return i;case"label":return`.${i}`;case"matrix":return`;${r}=${i}`;default:return`${r}=${i}`}}let n={simple:",",label:".",matrix:"\
;"}[t.style]||"&",o=[];for(let s of e)t.style==="simple"||t.style==="label"?o.push(t.allowReserved===!0?s:encodeURIComponent(s)):o.push(Ne(r,s,t));return t.style===
"label"||t.style==="matrix"?`${n}${o.join(n)}`:o.join(n)}function Zt(r){return function(t){let n=[];if(t&&typeof t=="object")for(let o in t){let s=t[o];if(s!=null){
if(Array.isArray(s)){if(s.length===0)continue;n.push(or(o,s,{style:"form",explode:!0,...r?.array,allowReserved:r?.allowReserved||!1}));continue}if(typeof s=="ob\
ject"){n.push(nr(o,s,{style:"deepObject",explode:!0,...r?.object,allowReserved:r?.allowReserved||!1}));continue}n.push(Ne(o,s,r))}}return n.join("&")}}function pt(r,e){
let t=r;for(let n of r.match(Jr)??[]){let o=n.substring(1,n.length-1),s=!1,i="simple";if(o.endsWith("*")&&(s=!0,o=o.substring(0,o.length-1)),o.startsWith(".")?(i=
"label",o=o.substring(1)):o.startsWith(";")&&(i="matrix",o=o.substring(1)),!e||e[o]===void 0||e[o]===null)continue;let c=e[o];if(Array.isArray(c)){t=t.replace(n,
or(o,c,{style:i,explode:s}));continue}if(typeof c=="object"){t=t.replace(n,nr(o,c,{style:i,explode:s}));continue}if(i==="matrix"){t=t.replace(n,`;${Ne(o,c)}`);continue}
t=t.replace(n,i==="label"?`.${encodeURIComponent(c)}`:encodeURIComponent(c))}return t}function en(r,e){return r instanceof FormData?r:e&&(e.get instanceof Function?
e.get("Content-Type")??e.get("content-type"):e["Content-Type"]??e["content-type"])==="application/x-www-form-urlencoded"?new URLSearchParams(r).toString():JSON.
stringify(r)}function tn(r,e){let t=`${e.baseUrl}${r}`;e.params?.path&&(t=e.pathSerializer(t,e.params.path));let n=e.querySerializer(e.params.query??{});return n.
startsWith("?")&&(n=n.substring(1)),n&&(t+=`?${n}`),t}function er(...r){let e=new Headers;for(let t of r){if(!t||typeof t!="object")continue;let n=t instanceof Headers?
t.entries():Object.entries(t);for(let[o,s]of n)if(s===null)e.delete(o);else if(Array.isArray(s))for(let i of s)e.append(o,i);else s!==void 0&&e.set(o,s)}return e}
function tr(r){return r.endsWith("/")?r.substring(0,r.length-1):r}async function sr(r,e,t){for(let n=0;;n++){let o=await t().catch(i=>{if(n<r&&i instanceof TypeError&&!e.aborted)return i;throw i}),s=n<r?rn(n,o):void 0;if(!(s!==
void 0&&await on(s,e))){if(o instanceof Response)return o;throw o}}}function rn(r,e){let t=100*2**r*(.5+Math.random()/2);if(!(e instanceof Response))return t;if(e.
status!==503)return;let n=nn(e.headers);return n===void 0?t:n<=3e3?n+t:void 0}function nn(r){let e=r.get("Retry-After")??"";if(/^\d+$/.test(e))return Number(e)*
1e3;let t=Date.parse(e),n=Date.parse(r.get("Date")??"")||Date.now();return Number.isNaN(t)?void 0:Math.max(0,t-n)}function on(r,e){return new Promise(t=>{let n=i=>{
clearTimeout(s),e.removeEventListener("abort",o),t(i)},o=()=>n(!1),s=setTimeout(n,r,!0);e.addEventListener("abort",o)})}var G=class extends Error{name="UnexpectedResponseError";status;response;error;constructor(e,t,n){super(`unexpected response with status ${t.status}: ${e}`),this.
status=t.status,this.response=t,this.error=n}};function ir(r,e,t,n){return async o=>{o.signal.throwIfAborted();let s=new AbortController,i=()=>s.abort(o.signal.reason);o.signal.addEventListener("abort",i);let c=setTimeout(
()=>s.abort(new DOMException(`no whole answer within ${e} ms`,"TimeoutError")),e);try{let p=await sr(/^(GET|HEAD)$/.test(o.method)?n:0,s.signal,async()=>{let f=await r(
o,{signal:s.signal});return new Response(await sn(f,t,s.signal),f)});return o.signal.throwIfAborted(),p}finally{clearTimeout(c),o.signal.removeEventListener("ab\
ort",i)}}}async function sn(r,e,t){let n=r.body?.getReader();if(!n)return null;t.addEventListener("abort",()=>{n.cancel(t.reason).catch(()=>{})});let o=[],s=e;for(;;){
let{done:i,value:c}=await n.read();if(t.throwIfAborted(),i)return o.length?new Blob(o):null;if(s-=c.byteLength,s<0)throw await n.cancel(),new G(`the body is ove\
r ${e} bytes`,r);o.push(c)}}var ar=r=>({async onResponse({request:e,response:t,schemaPath:n}){let o=r[n]?.[e.method.toLowerCase()]?.responses,s=o?.[t.status]??o?.[`${Math.floor(t.status/100)}\
XX`]??o?.default,i=await an(t.clone());if(!s)throw new G("the contract does not document this status",t,cn(i));if(Object.keys(s).length===0)return;let[c=""]=(t.
headers.get("Content-Type")??"").split(";"),p=s[c.trim().toLowerCase()];if(!p)throw new G(`the contract does not document the media type ${JSON.stringify(c)}`,t);
if(i===void 0)throw new G("the body is not JSON",t);if(i===null)throw new G("the body is null",t);let f=p.find(l=>i[l]==null);if(f!==void 0)throw new G(`the bod\
y has no ${JSON.stringify(f)}`,t)}});async function an(r){try{return await r.json()}catch{return}}function cn(r){let e=typeof r=="object"&&r!==null&&"error"in r?
r.error:void 0;return typeof e=="string"?{error:e}:void 0}function cr(r,e,t,n){let{timeout:o,maxBytes:s=16*1024*1024,retries:i=2,fetch:c=globalThis.fetch}=n;un(r),lt("timeout",o,2**31-1),lt("maxBytes",s,Number.MAX_SAFE_INTEGER),
lt("retries",i,10,0);let p=rr({baseUrl:r,headers:e,redirect:"error",fetch:ir(c,o,s,i),pathSerializer:dn});return p.use(ar(t)),p}function dn(r,e){for(let[t,n]of Object.
entries(e))if(/^\.{0,2}$/.test(String(n)))throw new TypeError(`${t} makes another path: it is empty, "." or ".."`);return pt(r,e)}function dr(r,e){if(e==null||e===
"")throw new TypeError(`${r} is ${e===""?"empty":e}: is it set?`);if(r==="bearer"&&typeof e=="string"&&/^\s*bearer(\s|$)/i.test(e))throw new TypeError("give the\
 token without the word Bearer");if(typeof e=="string"&&/^[\x21-\x7e]+$/.test(e))return e;throw new TypeError(`${r} must be a text of visible ASCII characters w\
ithout spaces`)}function un(r){if(!r)throw new TypeError("baseUrl is empty: is it set?");let e=URL.canParse(r)?new URL(r):void 0;if(!e||!/^https?:$/.test(e.protocol)||
e.username||e.password||e.search||e.hash)throw new TypeError("baseUrl must be an http or https URL without user, query and fragment")}function lt(r,e,t,n=1){if(!Number.
isSafeInteger(e)||e<n||e>t)throw new TypeError(`${r} must be a whole number from ${n} to ${t}`)}var ft={servers:["http://127.0.0.1:9091"],securitySchemes:{controlKey:{type:"apiKey",in:"header",name:"X-Control-Key",description:"A control key, as `session-to\
kens controlkey create` makes it."}},paths:{"/users/{user_id}/sessions":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{200:{"applicat\
ion/json":["fingerprints","evicted"]},201:{"application/json":["fingerprints","evicted"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/js\
on":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens":{get:{security:[{controlKey:[]}],responses:{200:{"applicati\
on/json":["records"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["ended","dry_ru\
n"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["err\
or","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens/{fingerprint}":{delete:{security:[
{controlKey:[]}],responses:{200:{"application/json":["ended","dry_run"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{
"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},
"/users/{user_id}/sessions/{fingerprint}/suspension":{put:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},400:{"application/jso\
n":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"applica\
tion/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},
400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/suspension":{put:{security:[{controlKey:[]}],responses:{
200:{"application/json":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/js\
on":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/refresh":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{
200:{"application/json":["session","refresh"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["err\
or","code"]},404:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/jso\
n":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/introspect":{post:{security:[{controlKey:[]}],request:[
"application/x-www-form-urlencoded"],responses:{200:{"application/json":["active"]},400:{"application/json":["error","code"]},401:{"application/json":["error","\
code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/json":["\
error","code"]},503:{"application/json":["error","code"]}}}},"/revoke":{post:{security:[{controlKey:[]}],request:["application/x-www-form-urlencoded"],responses:{
200:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},413:{"application/json":["e\
rror","code"]},415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id\
}/api-keys":{get:{security:[{controlKey:[]}],responses:{200:{"application/json":["keys"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},post:{security:[{controlKey:[]}],
request:["application/json"],responses:{201:{"application/json":["key","id","last_four","created","expires"]},400:{"application/json":["error","code"]},401:{"ap\
plication/json":["error","code"]},403:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},
415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/api-keys/{id}":{
delete:{security:[{controlKey:[]}],responses:{204:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":[
"error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/events":{get:{
security:[{controlKey:[]}],responses:{200:{"application/json":["events","next"]},400:{"application/json":["error","code"]},401:{"application/json":["error","cod\
e"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}}}};function lr(r,e){let{baseUrl:t,timeout:n=4e4,...o}=e,s={[pn.name]:dr("controlKey",r)},i=cr(t,s,pr,{timeout:n,...o}),{POST:c}=i;return i.POST=((p,f)=>c(p,pr[p]?.
post?.request?.[0]===ur?{...f,params:{...f?.params,header:{"Content-Type":ur}}}:f)),i}var ur="application/x-www-form-urlencoded",pr=ft.paths,pn=ft.securitySchemes.
controlKey;var mt=new URL("..",location.href.replace(/[?#].*/,"")).href.replace(/\/$/,""),j=class extends Error{status;advice;retryAfter;change;constructor(e,t,n,o=fr,s){super(
t),this.status=e,this.advice=n,this.change=o,this.retryAfter=s}},fr="Nothing was changed.",he="Whether it was done is not known: look before you try again.";async function q(r){
let e;try{e=await r}catch(t){throw ln(t)}if(mn(e.response),!e.response.ok)throw fn(e.response,e.error);return e.data}function ln(r){return r instanceof G?new j(
r.status,`Something answered with the status ${r.status} that is not as the control API does.`,"There may be a proxy between this page and the service.",he):r instanceof
DOMException&&r.name==="TimeoutError"?new j(0,"The service took too long to answer.","",he):new j(0,"The service can't be reached.","Is it running, and is this \
machine connected?",he)}function fn(r,e){let{status:t}=r,n=e?.error?`The service says: ${e.error}.`:"";switch(t){case 400:return new j(t,"The service doesn't ta\
ke this as it was entered.",n);case 401:return new j(t,"This control key is not accepted.","It may be mistyped, have expired, or have been ended.");case 403:return new j(
t,"This control key may not do that.","It lacks the scope for it.");case 404:return new j(t,"It is not there any more.","It may have ended in the meantime.");case 409:
return new j(t,"The same was asked for just before, or with other details.",n,e?.code==="conflict"?he:fr);case 503:{let o=Number.parseInt(r.headers.get("Retry-A\
fter")??"",10),s=Number.isNaN(o)?void 0:o;return e?.code==="replicas"?new j(t,"It is done, but not yet on as many replicas of Redis as asked for.","","If Redis \
fails now, it may be undone.",s):new j(t,"The service can't do that now.",n,he,s)}default:return new j(t,`The service failed, with the status ${t}.`,n,he)}}var mr=0;
function mn(r){let e=Date.parse(r.headers.get("Date")??"");Number.isNaN(e)||(mr=Math.abs(e-Date.now())>2e3?e-Date.now():0)}var ht=()=>(Date.now()+mr)/1e3;async function hr(r){
let e;if(!/^stc_/.test(r))throw new j(401,"This control key is not accepted.","A control key begins with stc_.");try{e=lr(r,{baseUrl:mt,retries:0})}catch{throw new j(
401,"This can't be a control key.","One has no spaces, and only letters, digits and signs of ASCII.")}let t=s=>q(s).then(()=>!0,i=>{if(i.status===403)return!1;throw i}),
[n,o]=await Promise.all([t(e.GET("/events",{params:{query:{limit:1}}})),t(e.DELETE("/users/{user_id}/session-tokens",{params:{path:{user_id:"-"},query:{dry_run:!0}}}))]);
return{client:e,read:n,write:o}}async function br(r,e){let t=[];for(let n;;){let o=await q(r.GET("/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{
limit:1e3,...n?{cursor:n}:{}}}}));if(t.push(...o.records),n=o.next,!n)return t}}async function vr(r,e){let t=[];for(let n;;){let o=await q(r.GET("/users/{user_i\
d}/api-keys",{params:{path:{user_id:e},query:{limit:1e3,...n?{cursor:n}:{}}}}));if(t.push(...o.keys),n=o.next,!n)return t}}async function gr(r,e,t){let n=async c=>(await q(
r.DELETE("/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{dry_run:!0,...c?{except:c}:{}}}}))).ended;if(t.what==="all")return n();if(t.what==="\
others")return n(t.fingerprint);let[o,s]=await Promise.all([n(),n(t.fingerprint)]),i=new Set(s.map(({fingerprint:c,kind:p})=>p+c));return o.filter(({fingerprint:c,
kind:p})=>!i.has(p+c))}async function yr(r,e,t){let n={user_id:e};if(t.what==="one")return(await q(r.DELETE("/users/{user_id}/session-tokens/{fingerprint}",{params:{
path:{...n,fingerprint:t.fingerprint}}}))).ended;let o=t.what==="others"?{except:t.fingerprint}:{};return(await q(r.DELETE("/users/{user_id}/session-tokens",{params:{
path:n,query:o}}))).ended}var hn=2e4;async function _r({client:r},e,t){let n=[],o=new Set,s="",i=!1,c=0,p=!1;for(;!e.aborted;)try{let f={limit:1e3,...s?{after:s}:{},wait:i?25:0},l=await bn(
e,d=>q(r.GET("/events",{params:{query:f},signal:d})));if(!l)continue;let h=l.events.filter(({id:d})=>!o.has(d));for(let{id:d}of h)o.add(d);s=l.next||s,l.missed&&
c++;let m=!i;if(i||=l.events.length<1e3,h.length||m||l.missed){n=[...h.reverse(),...n];let d=n.splice(hn);for(let{id:b}of d)o.delete(b);p||=d.length>0,t({events:n,
current:i,missed:c,cut:p})}}catch(f){if(e.aborted||(t({events:n,current:i,missed:c,cut:p,problem:f}),f.status===401))return;await vn(Math.max(5,f.retryAfter??0),
e),i=!1}}async function bn(r,e){for(;document.hidden&&!r.aborted;)await new Promise(o=>{document.addEventListener("visibilitychange",o,{once:!0}),r.addEventListener(
"abort",o,{once:!0})});let t=new AbortController,n=()=>t.abort();document.addEventListener("visibilitychange",n,{signal:t.signal}),r.addEventListener("abort",n,
{signal:t.signal});try{return await e(t.signal)}catch(o){if(t.signal.aborted)return;throw o}finally{n()}}function vn(r,e){return new Promise(t=>{let n=()=>(clearTimeout(
o),t()),o=setTimeout(n,r*1e3);e.addEventListener("abort",n,{once:!0})})}var gn={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada","Bertina Browser":"bertina",BingCrawler:"\
bingcrawler",Brave:"brave",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"\
duckduckbot",DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Freebox:"freebox",Focus:"\
focus",Generic:"generic","Google Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"\
internetarchivecrawler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_exter\
nalads","Meta-ExternalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ \
Browser":"mz","NAVER Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_mo\
on",PerplexityBot:"perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"\
qupzilla",Roku:"roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"\
sleipnir","Sogou Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",
YahooSlurp:"yahooslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},xr={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Br\
owser",baiduspider:"BaiduSpider",bada:"Bada",bertina:"Bertina Browser",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-Use\
r",chrome:"Chrome",claudebot:"ClaudeBot",chromium:"Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"\
Electron",epiphany:"Epiphany",facebookexternalhit:"FacebookExternalHit",firefox:"Firefox",freebox:"Freebox",focus:"Focus",generic:"Generic",google_search:"Googl\
e Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browser",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleo\
n",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgen\
t",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"\
Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"Pale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"\
PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsu\
ng Internet for Android",seamonkey:"SeaMonkey",slackbot:"SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"V\
ivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},w={bot:"\
bot",desktop:"desktop",mobile:"mobile",tablet:"tablet",tv:"tv"},D={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"Harmony\
OS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",PlayStation4:"PlayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},Z={
Blink:"Blink",EdgeHTML:"EdgeHTML",Gecko:"Gecko",LibWeb:"LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},u=(function(){function r(){}return r.getFirstMatch=
function(t,n){var o=n.match(t);return o&&o.length>0&&o[1]||""},r.getSecondMatch=function(t,n){var o=n.match(t);return o&&o.length>1&&o[2]||""},r.matchAndReturnConst=
function(t,n,o){if(t.test(n))return o},r.isFirefoxOnIpad=function(t){var n=t.indexOf("Macintosh");if(n===-1)return!1;var o=t.indexOf(" FxiOS",n+9);return o!==-1&&
t.indexOf("/",o+6)!==-1},r.getWindowsVersionName=function(t){switch(t){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"\
NT 5.2":return"2003";case"NT 6.0":return"Vista";case"NT 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},
r.getMacOSVersionName=function(t){var n=t.split(".").splice(0,2).map(function(i){return parseInt(i,10)||0});n.push(0);var o=n[0],s=n[1];if(o===10)switch(s){case 5:
return"Leopard";case 6:return"Snow Leopard";case 7:return"Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:return"Yosemite";case 11:return"El\
 Capitan";case 12:return"Sierra";case 13:return"High Sierra";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(o){case 11:return"Big Sur";case 12:
return"Monterey";case 13:return"Ventura";case 14:return"Sonoma";case 15:return"Sequoia";default:return}},r.getAndroidVersionName=function(t){var n=t.split(".").
splice(0,2).map(function(o){return parseInt(o,10)||0});if(n.push(0),!(n[0]===1&&n[1]<5)){if(n[0]===1&&n[1]<6)return"Cupcake";if(n[0]===1&&n[1]>=6)return"Donut";
if(n[0]===2&&n[1]<2)return"Eclair";if(n[0]===2&&n[1]===2)return"Froyo";if(n[0]===2&&n[1]>2)return"Gingerbread";if(n[0]===3)return"Honeycomb";if(n[0]===4&&n[1]<1)
return"Ice Cream Sandwich";if(n[0]===4&&n[1]<4)return"Jelly Bean";if(n[0]===4&&n[1]>=4)return"KitKat";if(n[0]===5)return"Lollipop";if(n[0]===6)return"Marshmallo\
w";if(n[0]===7)return"Nougat";if(n[0]===8)return"Oreo";if(n[0]===9)return"Pie"}},r.getVersionPrecision=function(t){return t.split(".").length},r.compareVersions=
function(t,n,o){o===void 0&&(o=!1);var s=r.getVersionPrecision(t),i=r.getVersionPrecision(n),c=Math.max(s,i),p=0,f=r.map([t,n],function(l){var h=c-r.getVersionPrecision(
l),m=l+new Array(h+1).join(".0");return r.map(m.split("."),function(d){return new Array(20-d.length).join("0")+d}).reverse()});for(o&&(p=c-Math.min(s,i)),c-=1;c>=
p;){if(f[0][c]>f[1][c])return 1;if(f[0][c]===f[1][c]){if(c===p)return 0;c-=1}else if(f[0][c]<f[1][c])return-1}},r.map=function(t,n){var o=[],s;if(Array.prototype.
map)return Array.prototype.map.call(t,n);for(s=0;s<t.length;s+=1)o.push(n(t[s]));return o},r.find=function(t,n){var o,s;if(Array.prototype.find)return Array.prototype.
find.call(t,n);for(o=0,s=t.length;o<s;o+=1){var i=t[o];if(n(i,o))return i}},r.assign=function(t){for(var n=t,o,s,i=arguments.length,c=new Array(i>1?i-1:0),p=1;p<
i;p++)c[p-1]=arguments[p];if(Object.assign)return Object.assign.apply(Object,[t].concat(c));var f=function(){var h=c[o];typeof h=="object"&&h!==null&&Object.keys(
h).forEach(function(m){n[m]=h[m]})};for(o=0,s=c.length;o<s;o+=1)f();return t},r.getBrowserAlias=function(t){return gn[t]},r.getBrowserTypeByAlias=function(t){return xr[t]||
""},r})(),_=/version\/(\d+(\.?_?\d+)+)/i,yn=[{test:[/gptbot/i],describe:function(e){var t={name:"GPTBot"},n=u.getFirstMatch(/gptbot\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(
_,e);return n&&(t.version=n),t}},{test:[/chatgpt-user/i],describe:function(e){var t={name:"ChatGPT-User"},n=u.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,e)||u.
getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/oai-searchbot/i],describe:function(e){var t={name:"OAI-SearchBot"},n=u.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,
e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(e){var t={name:"Cla\
udeBot"},n=u.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/omgilibot/i,
/webzio-extended/i],describe:function(e){var t={name:"Omgilibot"},n=u.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&
(t.version=n),t}},{test:[/diffbot/i],describe:function(e){var t={name:"Diffbot"},n=u.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&
(t.version=n),t}},{test:[/perplexitybot/i],describe:function(e){var t={name:"PerplexityBot"},n=u.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(
_,e);return n&&(t.version=n),t}},{test:[/perplexity-user/i],describe:function(e){var t={name:"Perplexity-User"},n=u.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/youbot/i],describe:function(e){var t={name:"YouBot"},n=u.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,e)||
u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/meta-webindexer/i],describe:function(e){var t={name:"Meta-WebIndexer"},n=u.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,
e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/meta-externalads/i],describe:function(e){var t={name:"Meta-ExternalAds"},n=u.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,
e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/meta-externalagent/i],describe:function(e){var t={name:"Meta-ExternalAgent"},n=u.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/meta-externalfetcher/i],describe:function(e){var t={name:"Meta-ExternalFetcher"},n=u.getFirstMatch(
/meta-externalfetcher\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/googlebot/i],describe:function(e){var t={name:"Googlebot"},n=u.
getFirstMatch(/googlebot\/(\d+(\.\d+))/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/linespider/i],describe:function(e){var t={name:"Linespider"},
n=u.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/amazonbot/i],describe:function(e){
var t={name:"AmazonBot"},n=u.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/bingbot/i],describe:function(e){
var t={name:"BingCrawler"},n=u.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/baiduspider/i],describe:function(e){
var t={name:"BaiduSpider"},n=u.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/duckduckbot/i],describe:function(e){
var t={name:"DuckDuckBot"},n=u.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/ia_archiver/i],describe:function(e){
var t={name:"InternetArchiveCrawler"},n=u.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(e){var t={name:"SlackBot"},
n=u.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/yahoo!?[\s/]*slurp/i],
describe:function(){return{name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){
return{name:"PingdomBot"}}},{test:[/opera/i],describe:function(e){var t={name:"Opera"},n=u.getFirstMatch(_,e)||u.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/opr\/|opios/i],describe:function(e){var t={name:"Opera"},n=u.getFirstMatch(/(?:opr|opios)[\s/](\d+(?:\.\d+)*)/i,e)||u.getFirstMatch(
_,e);return n&&(t.version=n),t}},{test:[/SamsungBrowser/i],describe:function(e){var t={name:"Samsung Internet for Android"},n=u.getFirstMatch(_,e)||u.getFirstMatch(
/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/Whale/i],describe:function(e){var t={name:"NAVER Whale Browser"},n=u.getFirstMatch(
_,e)||u.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/PaleMoon/i],describe:function(e){var t={name:"Pale Moon"},n=u.getFirstMatch(
_,e)||u.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/HeyTapBrowser/i],describe:function(e){var t={name:"HeyTap Brows\
er"},n=u.getFirstMatch(/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/VivoBrowser/i],describe:function(e){
var t={name:"Vivo Browser"},n=u.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/MZBrowser/i],describe:function(e){
var t={name:"MZ Browser"},n=u.getFirstMatch(/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/focus/i],describe:function(e){
var t={name:"Focus"},n=u.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/swing/i],describe:function(e){
var t={name:"Swing"},n=u.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/coast/i],describe:function(e){
var t={name:"Opera Coast"},n=u.getFirstMatch(_,e)||u.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/opt\/\d+(?:.?_?\d+)+/i],
describe:function(e){var t={name:"Opera Touch"},n=u.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/\sbertina\//i],
describe:function(e){var t={name:"Bertina Browser"},n=u.getFirstMatch(/(?:bertina)\/(\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[
/yabrowser/i],describe:function(e){var t={name:"Yandex Browser"},n=u.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=
n),t}},{test:[/ucbrowser|ucmobile\//i,/\bucpc\//i,/\bubrowser\//i],describe:function(e){var t={name:"UC Browser"},n=u.getFirstMatch(/(?:ucbrowser[\s/]?|ucmobile\/|\bucpc\/|\bubrowser\/)(\d+(\.?_?\d+)+)/i,
e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/Maxthon|mxios/i],describe:function(e){var t={name:"Maxthon"},n=u.getFirstMatch(_,e)||u.getFirstMatch(
/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/epiphany/i],describe:function(e){var t={name:"Epiphany"},n=u.getFirstMatch(_,e)||
u.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/puffin/i],describe:function(e){var t={name:"Puffin"},n=u.getFirstMatch(
_,e)||u.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/sleipnir/i],describe:function(e){var t={name:"Sleipnir"},n=u.getFirstMatch(
_,e)||u.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/k-meleon/i],describe:function(e){var t={name:"K-Meleon"},n=u.getFirstMatch(
_,e)||u.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/micromessenger/i],describe:function(e){var t={name:"WeChat"},n=u.
getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/qqbrowser/i],describe:function(e){var t={name:/qqbrowserlite/i.
test(e)?"QQ Browser Lite":"QQ Browser"},n=u.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},
{test:[/msie|trident/i],describe:function(e){var t={name:"Internet Explorer"},n=u.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},
{test:[/\sedg\//i],describe:function(e){var t={name:"Microsoft Edge"},n=u.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/edg([ea]|ios)\//i],
describe:function(e){var t={name:"Microsoft Edge"},n=u.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.
hasBrand("Vivaldi")?!0:e.test(/vivaldi/i)},describe:function(e,t){var n={name:"Vivaldi"};if(t){var o=t.getBrandVersion("Vivaldi");if(o)return n.version=o,n}var s=u.
getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,e);return s&&(n.version=s),n}},{test:[/seamonkey/i],describe:function(e){var t={name:"SeaMonkey"},n=u.getFirstMatch(/seamonkey\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/sailfish/i],describe:function(e){var t={name:"Sailfish"},n=u.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,e);return n&&
(t.version=n),t}},{test:[/silk/i],describe:function(e){var t={name:"Amazon Silk"},n=u.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[
/phantom/i],describe:function(e){var t={name:"PhantomJS"},n=u.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/slimerjs/i],describe:function(e){
var t={name:"SlimerJS"},n=u.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){
var t={name:"BlackBerry"},n=u.getFirstMatch(_,e)||u.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/(web|hpw)[o0]s/i],
describe:function(e){var t={name:"WebOS Browser"},n=u.getFirstMatch(_,e)||u.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},
{test:[/bada/i],describe:function(e){var t={name:"Bada"},n=u.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/tizen/i],describe:function(e){
var t={name:"Tizen"},n=u.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/qupzilla/i],describe:function(e){
var t={name:"QupZilla"},n=u.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/librewolf/i],describe:function(e){
var t={name:"LibreWolf"},n=u.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/firefox|iceweasel|fxios/i],describe:function(e){
var t={name:"Firefox"},n=u.getFirstMatch(/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/electron/i],describe:function(e){
var t={name:"Electron"},n=u.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/sogoumobilebrowser/i,/metasr/i,/se 2\.[x]/i],
describe:function(e){var t={name:"Sogou Browser"},n=u.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,e),o=u.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e),s=u.getFirstMatch(/se ([\d.]+)x/i,e),i=n||o||s;return i&&(t.version=i),t}},{test:[/MiuiBrowser/i],describe:function(e){var t={name:"Miui"},n=u.getFirstMatch(
/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.hasBrand("DuckDuckGo")?!0:e.test(/\sDdg\/[\d.]+$/i)},describe:function(e,t){
var n={name:"DuckDuckGo"};if(t){var o=t.getBrandVersion("DuckDuckGo");if(o)return n.version=o,n}var s=u.getFirstMatch(/\sDdg\/([\d.]+)$/i,e);return s&&(n.version=
s),n}},{test:function(e){return e.hasBrand("Brave")},describe:function(e,t){var n={name:"Brave"};if(t){var o=t.getBrandVersion("Brave");if(o)return n.version=o,
n}return n}},{test:[/chromium/i],describe:function(e){var t={name:"Chromium"},n=u.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,e)||u.getFirstMatch(_,e)||u.
getFirstMatch(/(?:chrome)\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/ladybird/i],describe:function(e){var t={name:"Ladybird"},n=u.getFirstMatch(
/ladybird\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/chrome|crios|crmo/i],describe:function(e){var t={name:"Chrome"},n=u.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}},{test:[/\bGSA\//i],describe:function(e){var t={name:"Google Search"},n=u.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,e);return n&&
(t.version=n),t}},{test:function(e){var t=!e.test(/like android/i),n=e.test(/android/i);return t&&n},describe:function(e){var t={name:"Android Browser"},n=u.getFirstMatch(
_,e);return n&&(t.version=n),t}},{test:[/playstation 4/i],describe:function(e){var t={name:"PlayStation 4"},n=u.getFirstMatch(_,e);return n&&(t.version=n),t}},{
test:[/freebox/i],describe:function(e){var t={name:"Freebox"},n=u.getFirstMatch(/navigateur web\/(\d+(\.\d+)+)/i,e);return n&&(t.version=n),t}},{test:[/safari|applewebkit/i],
describe:function(e){var t={name:"Safari"},n=u.getFirstMatch(_,e);return n&&(t.version=n),t}},{test:[/.*/i],describe:function(e){var t=e.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:u.getFirstMatch(t,e),version:u.getSecondMatch(t,e)}}}],_n=[{test:[/Roku\/DVP/],describe:function(e){var t=u.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,
e);return{name:D.Roku,version:t}}},{test:[/windows phone/i],describe:function(e){var t=u.getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,e);return{name:D.
WindowsPhone,version:t}}},{test:[/windows /i],describe:function(e){var t=u.getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,e),n=u.getWindowsVersionName(t);return{
name:D.Windows,version:t,versionName:n}}},{test:function(e){return u.isFirefoxOnIpad(e.getUA())},describe:function(e){var t={name:D.iOS},n=u.getSecondMatch(/(Version\/)(\d[\d.]+)/,
e);return n&&(t.version=n),t}},{test:[/macintosh/i],describe:function(e){var t=u.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,e).replace(/[_\s]/g,"."),n=u.getMacOSVersionName(
t),o={name:D.MacOS,version:t};return n&&(o.versionName=n),o}},{test:[/(ipod|iphone|ipad)/i],describe:function(e){var t=u.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,
e).replace(/[_\s]/g,"."),n=u.getFirstMatch(/version\/(\d+(\.\d+)*) mobile\/\w+ safari\//i,e);return/^18(\.|$)/.test(t)&&parseInt(n,10)>=26&&(t=n),{name:D.iOS,version:t}}},
{test:[/OpenHarmony/i],describe:function(e){var t=u.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,e);return{name:D.HarmonyOS,version:t}}},{test:function(e){var t=!e.
test(/like android/i),n=e.test(/android/i);return t&&n},describe:function(e){var t=u.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,e),n=u.getAndroidVersionName(t),
o={name:D.Android,version:t};return n&&(o.versionName=n),o}},{test:[/(web|hpw)[o0]s/i],describe:function(e){var t=u.getFirstMatch(/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,
e),n={name:D.WebOS};return t&&t.length&&(n.version=t),n}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){var t=u.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,
e)||u.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,e)||u.getFirstMatch(/\bbb(\d+)/i,e);return{name:D.BlackBerry,version:t}}},{test:[/bada/i],describe:function(e){
var t=u.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,e);return{name:D.Bada,version:t}}},{test:[/tizen/i],describe:function(e){var t=u.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,
e);return{name:D.Tizen,version:t}}},{test:[/linux/i],describe:function(){return{name:D.Linux}}},{test:[/CrOS/],describe:function(){return{name:D.ChromeOS}}},{test:[
/PlayStation 4/],describe:function(e){var t=u.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,e);return{name:D.PlayStation4,version:t}}}],wn=[{test:[/googlebot/i],
describe:function(){return{type:w.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{type:w.bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){
return{type:w.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){return{type:w.bot,vendor:"OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{
type:w.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],describe:function(){return{type:w.bot,vendor:"OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{
type:w.bot,vendor:"Baidu"}}},{test:[/bingbot/i],describe:function(){return{type:w.bot,vendor:"Bing"}}},{test:[/duckduckbot/i],describe:function(){return{type:w.
bot,vendor:"DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){return{type:w.bot,vendor:"Anthropic"}}},{test:[
/omgilibot/i,/webzio-extended/i],describe:function(){return{type:w.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){return{type:w.bot,vendor:"Diff\
bot"}}},{test:[/perplexitybot/i],describe:function(){return{type:w.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){return{type:w.bot,
vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:w.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],describe:function(){return{type:w.bot,
vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:w.bot,vendor:"Meta"}}},{test:[/meta-externalads/i],describe:function(){return{
type:w.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{type:w.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){
return{type:w.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){return{type:w.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],
describe:function(){return{type:w.bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:w.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],
describe:function(){return{type:w.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:w.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(e){
var t=u.getFirstMatch(/(can-l01)/i,e)&&"Nova",n={type:w.mobile,vendor:"Huawei"};return t&&(n.model=t),n}},{test:[/nexus\s*(?:7|8|9|10).*/i],describe:function(){
return{type:w.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:w.tablet,vendor:"Apple",model:"iPad"}}},{test:function(e){return u.isFirefoxOnIpad(
e.getUA())},describe:function(){return{type:w.tablet,vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:w.tablet,vendor:"Amazo\
n",model:"Kindle Fire HD 7"}}},{test:[/silk/i],describe:function(){return{type:w.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:w.
tablet}}},{test:function(e){var t=e.test(/ipod|iphone/i),n=e.test(/like (ipod|iphone)/i);return t&&!n},describe:function(e){var t=u.getFirstMatch(/(ipod|iphone)/i,
e);return{type:w.mobile,vendor:"Apple",model:t}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:w.mobile,vendor:"Nexus"}}},{test:[/Nokia/i],
describe:function(e){var t=u.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,e),n={type:w.mobile,vendor:"Nokia"};return t&&(n.model=t),n}},{test:[/[^-]mobi/i],describe:function(){
return{type:w.mobile}}},{test:function(e){return e.getBrowserName(!0)==="blackberry"},describe:function(){return{type:w.mobile,vendor:"BlackBerry"}}},{test:function(e){
return e.getBrowserName(!0)==="bada"},describe:function(){return{type:w.mobile}}},{test:function(e){return e.getBrowserName()==="windows phone"},describe:function(){
return{type:w.mobile,vendor:"Microsoft"}}},{test:function(e){var t=Number(String(e.getOSVersion()).split(".")[0]);return e.getOSName(!0)==="android"&&t>=3},describe:function(){
return{type:w.tablet}}},{test:function(e){return e.getOSName(!0)==="android"},describe:function(){return{type:w.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){
return{type:w.tv}}},{test:[/netcast/i],describe:function(){return{type:w.tv}}},{test:function(e){return e.getOSName(!0)==="macos"},describe:function(){return{type:w.
desktop,vendor:"Apple"}}},{test:function(e){return e.getOSName(!0)==="windows"},describe:function(){return{type:w.desktop}}},{test:function(e){return e.getOSName(
!0)==="linux"},describe:function(){return{type:w.desktop}}},{test:function(e){return e.getOSName(!0)==="chrome os"},describe:function(){return{type:w.desktop}}},
{test:function(e){return e.getOSName(!0)==="playstation 4"},describe:function(){return{type:w.tv}}},{test:function(e){return e.getOSName(!0)==="roku"},describe:function(){
return{type:w.tv}}}],kn=[{test:function(e){return e.getBrowserName(!0)==="microsoft edge"},describe:function(e){if(/\sedgios\//i.test(e)){var t={name:Z.WebKit},
n=u.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}if(/\sedga?\//i.test(e))return{name:Z.Blink};var o=u.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,
e);return{name:Z.EdgeHTML,version:o}}},{test:function(e){return e.getBrowserName(!0)==="ladybird"},describe:function(){return{name:Z.LibWeb}}},{test:[/trident/i],
describe:function(e){var t={name:Z.Trident},n=u.getFirstMatch(/trident\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){return e.test(/presto/i)},
describe:function(e){var t={name:Z.Presto},n=u.getFirstMatch(/presto\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:function(e){var t=e.test(/gecko/i),
n=e.test(/like gecko/i);return t&&!n},describe:function(e){var t={name:Z.Gecko},n=u.getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,e);return n&&(t.version=n),t}},{test:[
/(apple)?webkit\/537\.36/i],describe:function(){return{name:Z.Blink}}},{test:[/(apple)?webkit/i],describe:function(e){var t={name:Z.WebKit},n=u.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,
e);return n&&(t.version=n),t}}],wr=(function(){function r(t,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),t==null||t==="")throw new Error("UserAgent parameter\
 can't be empty");this._ua=t;var s=!1;typeof n=="boolean"?(s=n,this._hints=o):n!=null&&typeof n=="object"?this._hints=n:this._hints=null,this.parsedResult={},s!==
!0&&this.parse()}var e=r.prototype;return e.getHints=function(){return this._hints},e.hasBrand=function(n){if(!this._hints||!Array.isArray(this._hints.brands))return!1;
var o=n.toLowerCase();return this._hints.brands.some(function(s){return s.brand&&s.brand.toLowerCase()===o})},e.getBrandVersion=function(n){if(!(!this._hints||!Array.
isArray(this._hints.brands))){var o=n.toLowerCase(),s=u.find(this._hints.brands,function(i){return i.brand&&i.brand.toLowerCase()===o});return s?s.version:void 0}},
e.getUA=function(){return this._ua},e.test=function(n){return n.test(this._ua)},e.parseBrowser=function(){var n=this;this.parsedResult.browser={};var o=u.find(yn,
function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's \
test function is not valid")});return o&&(this.parsedResult.browser=o.describe(this.getUA(),this)),this.parsedResult.browser},e.getBrowser=function(){return this.
parsedResult.browser?this.parsedResult.browser:this.parseBrowser()},e.getBrowserName=function(n){return n?String(this.getBrowser().name).toLowerCase()||"":this.
getBrowser().name||""},e.getBrowserVersion=function(){return this.getBrowser().version},e.getOS=function(){return this.parsedResult.os?this.parsedResult.os:this.
parseOS()},e.parseOS=function(){var n=this;this.parsedResult.os={};var o=u.find(_n,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.
test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.os=o.describe(this.
getUA())),this.parsedResult.os},e.getOSName=function(n){var o=this.getOS().name;return n?String(o).toLowerCase()||"":o||""},e.getOSVersion=function(){return this.
getOS().version},e.getPlatform=function(){return this.parsedResult.platform?this.parsedResult.platform:this.parsePlatform()},e.getPlatformType=function(n){n===void 0&&
(n=!1);var o=this.getPlatform().type;return n?String(o).toLowerCase()||"":o||""},e.parsePlatform=function(){var n=this;this.parsedResult.platform={};var o=u.find(
wn,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.platform=o.describe(this.getUA())),this.parsedResult.platform},e.getEngine=function(){return this.
parsedResult.engine?this.parsedResult.engine:this.parseEngine()},e.getEngineName=function(n){return n?String(this.getEngine().name).toLowerCase()||"":this.getEngine().
name||""},e.parseEngine=function(){var n=this;this.parsedResult.engine={};var o=u.find(kn,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(
s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.engine=o.describe(
this.getUA())),this.parsedResult.engine},e.parse=function(){return this.parseBrowser(),this.parseOS(),this.parsePlatform(),this.parseEngine(),this},e.getResult=
function(){return u.assign({},this.parsedResult)},e.satisfies=function(n){var o=this,s={},i=0,c={},p=0;if(Object.keys(n).forEach(function(g){var x=n[g];typeof x==
"string"||Array.isArray(x)?(c[g]=x,p+=1):typeof x=="object"&&(s[g]=x,i+=1)}),i>0){var f=Object.keys(s),l=u.find(f,function(g){return o.isOS(g)});if(l){var h=this.
satisfies(s[l]);if(h!==void 0)return h}var m=u.find(f,function(g){return o.isPlatform(g)});if(m){var d=this.satisfies(s[m]);if(d!==void 0)return d}}if(p>0){var b=Object.
keys(c),k=u.find(b,function(g){return o.isBrowser(g,!0)});if(k!==void 0)return this.compareVersions(c[k])}},e.isBrowser=function(n,o){o===void 0&&(o=!1);var s=this.
getBrowserName().toLowerCase(),i=n.toLowerCase(),c=u.getBrowserTypeByAlias(i);return o&&c&&(i=c.toLowerCase()),i===s},e.compareVersions=function(n){var o=this;return typeof n==
"string"?this.compareVersion(n):n.some(function(s){return o.compareVersion(s)})},e.compareVersion=function(n){var o=[0],s=n,i=!1,c=this.getBrowserVersion();if(typeof c==
"string")return n[0]===">"||n[0]==="<"?(s=n.substr(1),n[1]==="="?(i=!0,s=n.substr(2)):o=[],n[0]===">"?o.push(1):o.push(-1)):n[0]==="="?s=n.substr(1):n[0]==="~"&&
(i=!0,s=n.substr(1)),o.indexOf(u.compareVersions(c,s,i))>-1},e.isOS=function(n){return this.getOSName(!0)===String(n).toLowerCase()},e.isPlatform=function(n){return this.
getPlatformType(!0)===String(n).toLowerCase()},e.isEngine=function(n){return this.getEngineName(!0)===String(n).toLowerCase()},e.is=function(n,o){return o===void 0&&
(o=!1),this.isBrowser(n,o)||this.isOS(n)||this.isPlatform(n)},e.some=function(n){var o=this;return n===void 0&&(n=[]),n.some(function(s){return o.is(s)})},r})();
function kr(r,e){for(var t=0;t<e.length;t++){var n=e[t];n.enumerable=n.enumerable||!1,n.configurable=!0,"value"in n&&(n.writable=!0),Object.defineProperty(r,Sn(
n.key),n)}}function xn(r,e,t){return e&&kr(r.prototype,e),t&&kr(r,t),Object.defineProperty(r,"prototype",{writable:!1}),r}function Sn(r){var e=Mn(r,"string");return typeof e==
"symbol"?e:e+""}function Mn(r,e){if(typeof r!="object"||!r)return r;var t=r[Symbol.toPrimitive];if(t!==void 0){var n=t.call(r,e||"default");if(typeof n!="object")
return n;throw new TypeError("@@toPrimitive must return a primitive value.")}return(e==="string"?String:Number)(r)}var $e=(function(){function r(){}return r.getParser=
function(t,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),typeof t!="string")throw new Error("UserAgent should be a string");return new wr(t,n,o)},r.parse=function(t,n){
return n===void 0&&(n=null),new wr(t,n).getResult()},xn(r,null,[{key:"BROWSER_MAP",get:function(){return xr}},{key:"ENGINE_MAP",get:function(){return Z}},{key:"\
OS_MAP",get:function(){return D}},{key:"PLATFORMS_MAP",get:function(){return w}}])})(),Io=$e.parse,Oo=$e.getParser;var Sr=new Intl.RelativeTimeFormat("en",{numeric:"always"}),Pn=[["year",365*86400],["day",86400],["hour",3600],["minute",60]];function Mr(r,e){let t=r-e;for(let[
n,o]of Pn)if(Math.abs(t)>=(n==="minute"?1:2)*o)return Sr.format(Math.trunc(t/o),n);return Math.abs(t)<1?"now":Sr.format(Math.trunc(t),"second")}var En=new Intl.
DateTimeFormat(void 0,{dateStyle:"medium",timeStyle:"medium"}),bt=r=>r<864e10?new Date(r*1e3):void 0,be=r=>{let e=bt(r);return e?En.format(e):"in the far future"},
Rn=(r,e)=>`${r} ${e}${r===1?"":"s"}`;function ve(r){return[["session","session"],["refresh","refresh token"],["api_key","API key"]].flatMap(([t,n])=>{let o=r.filter(
s=>s.kind===t).length;return o>0?[Rn(o,n)]:[]}).join(" and ")||"nothing"}var An=256,ze=new Map;function ge({agent:r="",platform:e=""}){let t=JSON.stringify([r,e]),
n=ze.get(t);return n||(ze.size>=1e4&&ze.clear(),ze.set(t,n=Fn(r,e))),n}function Fn(r,e){let t=r.trim().slice(0,An),n=t?$e.parse(t):void 0,o=H(n?.os.name??"")||H(
e),s=o?` on ${o}`:"";if(n?.browser.name){let c=n.browser.version?.split(".")[0],p=n.platform.type;return{name:`${H(`${n.browser.name} ${c??""}`)}${s}`,kind:p===
"mobile"||p==="tablet"?"mobile":"desktop"}}let[i=""]=t.split(/\s/);return i?{name:`${H(i.replace("/"," "))}${s}`,kind:"program"}:{name:o?`Unknown browser${s}`:"\
Unknown device",kind:"unknown"}}function Ve(r){if(!r)return"Enter a user ID.";if(/[{}\u0000-\u001F\u007F-\u009F]/.test(r))return"A user ID has no braces and no \
control characters.";if(new TextEncoder().encode(r).length>256)return"A user ID has at most 256 bytes.";if(r==="."||r==="..")return"The user IDs . and .. can't \
be a part of an address. Use the command line."}function Pe(r){let e=new Map(r.filter(({kind:o})=>o==="refresh").map(o=>[o.fingerprint,o])),t=new Set,n=[];for(let o of r){
if(o.kind!=="session")continue;let s=e.get(o.refresh_fingerprint??"");s&&t.add(s.fingerprint),n.push({session:o,...s?{refresh:s}:{}})}for(let[o,s]of e)t.has(o)||
n.push({refresh:s});return n}var Tn=Symbol.for("pv"),jn=0;function a(r,e,t,n,o,s){e||(e={});var i,c,p=e;if("ref"in p&&typeof r!="function")for(c in p={},e)c=="ref"?i=e[c]:p[c]=e[c];var f={type:r,props:p,key:t,ref:i,__k:null,
__:null,__b:0,__e:null,__c:null,constructor:Tn,__v:--jn,__i:-1,__u:0};return(o||s)&&(f.__source=o,f.__self=s),E.vnode&&E.vnode(f),f}var ue=r=>`#/users/${encodeURIComponent(r)}`;function vt(){let r=location.hash.match(/^#\/users\/(.+)$/)?.[1];try{return r&&decodeURIComponent(r)}catch{return}}
function Ke({small:r=!1}){let[e,t]=S(),n=s=>{let i=s.elements.namedItem("user"),c=i.value,p=Ve(c);if(t(p),p)return i.focus();i.value="",location.hash=ue(c)},o=r?
"find-small":"find";return a("form",{class:r?"find small":"find",role:"search",onSubmit:s=>(s.preventDefault(),n(s.currentTarget)),children:[a("label",{class:r?
"hidden":"",for:o,children:"Find a user by ID"}),a("div",{class:"joined",children:[a("input",{id:o,name:"user",placeholder:r?"Another user's ID":"user ID",autocomplete:"\
off",spellcheck:!1,autocapitalize:"none","aria-invalid":!!e,"aria-describedby":e?`${o}-wrong`:void 0}),a("button",{class:r?"":"primary",children:"Find"})]}),e&&
a("p",{class:"wrong",id:`${o}-wrong`,role:"alert",children:e})]})}var yt=Dt(void 0),N=()=>Jt(yt),gt=new Set;setInterval(()=>gt.forEach(r=>r()),5e3);function We(r){let e=r(ht()),t=A({of:r,value:e});t.current={of:r,value:e};let[
,n]=S(0);return B(()=>{let o=()=>{t.current.of(ht())!==t.current.value&&n(s=>s+1)};return gt.add(o),()=>{gt.delete(o)}},[]),e}function Ee(r,e,t){let{failed:n}=N(),
[o,s]=S({loading:r}),i=A(void 0),c=W(()=>{let l=Cn(async()=>{i.current===l&&s(m=>({...m,loading:!0}));let h=await e().then(m=>({data:m}),m=>({problem:m}));return i.
current===l&&s(m=>"data"in h?{...h,loading:!1}:{...m,...h,loading:!1}),h});return l},t),p=async()=>{let{data:l,problem:h}=await c();return h&&i.current===c&&n(h),
l};return B(()=>r?(i.current=c,p(),()=>i.current=void 0):s({loading:!1}),[r,c]),{...o,reload:async l=>r?l?p():(await c()).data:void 0,retry:()=>{r&&(s(({problem:l,
...h})=>h),p())}}}function Cn(r){let e,t,n=()=>e=r().finally(()=>e=void 0);return()=>t??(e?t=e.then(()=>(t=void 0,n())):n())}function _t(r,e,t,n){let o=wt(r,e),
s=We(c=>t.problem?.status!==401&&n?.some(p=>p<=c)?Math.floor(c/5):0),i=A(!0);B(()=>{i.current||t.reload(),i.current=!1},[o,s])}function wt(r,e){let{events:t}=N();
return W(()=>`${t.missed} ${t.events.find(n=>n.user_id===r&&e.includes(n.kind))?.id}`,[t,r,e])}var He=r=>Promise.race([r,new Promise(e=>setTimeout(e,5e3))]);function pe(){
let{failed:r}=N(),[e,t]=S(!1),[n,o]=S(),s=A(!1);return{busy:e,problem:n,run:async c=>{if(!s.current){s.current=!0,t(!0),o(void 0);try{await c()}catch(p){o(p),r(
p)}finally{s.current=!1,t(!1)}}},clear:()=>o(void 0)}}function X({at:r,before:e="",past:t=!1}){let n=We(o=>Mr(t?Math.min(r,o):r,o));return a("time",{dateTime:bt(r)?.toISOString(),title:be(r),children:[e,n]})}function le({
at:r}){let e=We(t=>r<=t);return a(X,{at:r,before:e?"expired ":"expires "})}var I=({text:r,longest:e=256})=>a("bdi",{children:H(r,e)});function z({problem:r,again:e,
change:t=!1}){let n=A({problem:r,at:Date.now()+(r.retryAfter??0)*1e3});n.current.problem!==r&&(n.current={problem:r,at:Date.now()+(r.retryAfter??0)*1e3});let[o,
s]=S(0);return de(()=>{let i=()=>s(Math.max(0,Math.ceil((n.current.at-Date.now())/1e3)));i();let c=setInterval(i,500);return()=>clearInterval(c)},[r]),a("div",{
class:"failure",children:[a("p",{role:"alert",children:[a("strong",{children:r.message})," ",r.advice," ",t&&r.change,r.retryAfter!==void 0&&` The service asks \
to wait for ${r.retryAfter===1?"1 second":`${r.retryAfter} seconds`}.`]}),e&&a("button",{type:"button",onClick:e,disabled:o>0,children:["Try again",o>0?` in ${o}\
 s`:""]})]})}var Pr=()=>Array.from(document.querySelectorAll("dialog[open]")).at(-1),Er=()=>document.querySelector("dialog[data-stays]")!==null,kt=()=>(Pr()??document.
querySelector("main"))?.querySelector("dialog button:not(:disabled), h1")??null;function se({title:r,children:e,close:t,about:n}){let o=A(null),s=De();return de(
()=>{let i=document.activeElement;return o.current.showModal(),()=>{setTimeout(()=>{let c=Pr();(i?.isConnected&&!i.disabled&&(!c||c.contains(i))?i:kt())?.focus()})}},
[]),B(()=>{if(t)return;let i=c=>c.preventDefault();return addEventListener("beforeunload",i),()=>removeEventListener("beforeunload",i)},[!t]),a("dialog",{ref:o,
"aria-labelledby":s,"aria-describedby":n,"data-stays":t?void 0:"",onKeyDown:i=>{i.key==="Escape"&&(i.preventDefault(),t?.())},onCancel:i=>{i.preventDefault(),t?.()},
onClose:()=>t?t():o.current?.showModal(),children:[a("h2",{id:s,children:r}),e]})}function Re({busy:r,close:e,focus:t=!1,children:n="Cancel"}){return a("button",
{type:"button",autofocus:t,"aria-disabled":r,onClick:()=>r||e(),children:n})}var Bn={desktop:"M3 4h18v12H3zM8 20h8M12 16v4",mobile:"M7 2h10v20H7zM11 18h2",program:"\
M3 5h18v14H3zM7 9l3 3-3 3M12 15h4",unknown:"M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.01",key:"M8 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 12h9M18 12v4",refresh:"M4\
 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5"},ye=({name:r})=>a("svg",{class:"icon",viewBox:"0 0 24 24",width:"24",height:"24","aria-hid\
den":"true",focusable:"false",children:a("path",{d:Bn[r]})});var In={registered:"registered",rotated:"rotated",suspended:"suspended",resumed:"resumed",revoked:"ended",evicted:"ended to make room",reused:"ended: a refresh \
token was used twice",key_made:"made",key_ended:"ended"};function On(r){let e=[];for(let t of r){let n=e.at(-1)?.[0];["time","user_id","transition","cause","act\
or"].every(s=>n?.[s]===t[s])&&t.kind!=="user"&&n?.kind!=="user"?e.at(-1).push(t):e.push([t])}return e}var Un=({transition:r})=>r==="reused"?"bad":r==="suspended"?
"warn":r==="registered"||r==="key_made"||r==="resumed"?"good":"plain";function Ge({user:r,shown:e=20}){let{access:t,events:n}=N(),[o,s]=S(e),i=W(()=>On(r===void 0?
n.events:n.events.filter(({user_id:f})=>f===r)),[n.events,r]);if(!t.read)return a("p",{class:"note",children:["This key can't show events: it lacks the scope ",
a("code",{children:"read"}),"."]});let c=n.cut?"read here":"kept",p=n.events.at(-1);return a(R,{children:[n.problem&&a(z,{problem:n.problem}),i.length>0&&a("ol",
{class:"events",children:i.slice(0,o).map(f=>a(Ln,{step:f,named:r===void 0},f.at(-1).id))}),i.length>o&&a("button",{type:"button",onClick:()=>s(o+50),children:[
"Show more (",i.length-o,")"]}),a("p",{class:"note",children:[!n.current&&!n.problem&&"Reading the events… ",n.current&&i.length===0&&(r===void 0?"No event is\
 kept. ":`No event of this user is ${c}. `),p&&`Only the newest events of all users are ${c}, back to ${be(p.time)}. `,n.missed>0&&"Some events are missing: mor\
e came at once than are kept. ","Expiry is not recorded."]})]})}function Ln({step:r,named:e}){let t=r[0],n=t.kind==="user"?"User":qn(ve(r).replace(/^1 /,"").replace(
" and 1 "," and ")),o=r.map(({fingerprint:s,key_id:i})=>s??i).filter(s=>s!==void 0);return a("li",{children:[a("span",{class:`dot ${Un(t)}`,"aria-hidden":"true"}),
a("div",{children:[a("span",{class:"what",children:[n," ",In[t.transition]]}),e&&a(R,{children:[t.kind==="user"?": ":" for ",a("a",{href:ue(t.user_id),children:a(
I,{text:t.user_id})})]})," ",a("span",{class:"by",children:["by ",a(I,{text:t.actor}),t.transition==="revoked"&&t.cause==="owner"&&", with its token",o.length>0&&
a(R,{children:[" · ",a("code",{children:o.length>2?`${o[0]} and ${o.length-1} more`:o.join(" ")})]})]})]}),a(X,{at:t.time,past:!0})]})}var qn=r=>r.charAt(0).toUpperCase()+
r.slice(1);function Ar(){return a(R,{children:[a("h1",{tabIndex:-1,children:"Who is signed in where?"}),a(Ke,{}),a(Dn,{}),a("section",{"aria-labelledby":"last-events",children:[
a("h2",{id:"last-events",children:"Last events"}),a(Ge,{})]})]})}var xt=1e4;async function Rr(r){let e=performance.now();try{return await r(),{good:!0,text:`ans\
wers, in ${Math.max(1,Math.round(performance.now()-e))} ms`}}catch(t){return{good:!1,text:t instanceof j?t.message:"can't be reached"}}}function Dn(){let{access:r,
events:e}=N(),[t,n]=S(),[o,s]=S();B(()=>{let c=!0,p=!1,f=async()=>{let d=await fetch(`${mt}/openapi.json`,{method:"HEAD",redirect:"error",signal:AbortSignal.timeout(
xt)});if(!d.ok)throw new j(d.status,`answers with the status ${d.status}`,"")},l=()=>q(r.client.GET("/events",{params:{query:{limit:1}},signal:AbortSignal.timeout(
xt)})).catch(d=>{throw d.status===503?new j(503,"doesn't answer",""):d}),h=async()=>{if(document.hidden||p)return;p=!0;let[d,b]=await Promise.all([Rr(f),r.read?
Rr(l):void 0]);p=!1,c&&(n(d),s(b))};h();let m=setInterval(()=>{h()},xt);return()=>{c=!1,clearInterval(m)}},[r]);let i=e.events[0];return a("dl",{class:"tiles",children:[
a(St,{name:"Service",check:t}),r.read?a(St,{name:"Store",check:o}):a(St,{name:"Store",check:{good:!1,text:"not known: the key lacks the scope read"}}),a("div",{
class:"tile",children:[a("dt",{children:"Last event"}),a("dd",{children:i?a(X,{at:i.time,past:!0}):r.read?e.current?"none yet":"…":"not known: the key lacks t\
he scope read"})]})]})}var St=({name:r,check:e})=>a("div",{class:"tile",children:[a("dt",{children:r}),a("dd",{children:[e&&a("span",{class:`dot ${e.good?"good":
"bad"}`,"aria-hidden":"true"}),e?e.text:"…"]})]});var Nn={all:"End all sessions",others:"End all other sessions"},$n=["session","refresh"];function zn(r,e,t){let{access:n}=N(),o=pe(),s=wt(r,$n),i=A(s),c=A(!1),p=A(
!1);c.current||(i.current=s);let f=Ee(!0,()=>gr(n.client,r,e),[n,r,e]),l=A(!0);B(()=>{l.current||f.reload(),l.current=!1},[i.current]);let[h,m]=S(),[d,b]=S(!1);
B(()=>{f.data&&!f.loading&&(!h||d)&&m(f.data)},[f.data,f.loading,h,d]);let[k,g]=S(!0);B(()=>{if(k||!h)return;let P=setTimeout(g,600,!0);return()=>clearTimeout(P)},
[k,!h]);let x=c.current?void 0:f.problem,y=x?void 0:h,M=!c.current&&!d&&h!==void 0&&f.data!==void 0&&!Fr(h,f.data),v=()=>{c.current=!1,o.clear(),g(!1),m(void 0),
b(M&&e.what!=="one"),f.retry()},F=()=>{o.run(async()=>{if(!y||!k)return;let P=d?y:await f.reload(!0);if(!P||!Fr(y,P))return;c.current=p.current=!0;let V;try{V=await yr(
n.client,r,e)}catch(K){if(!(K instanceof j)||K.status!==404)throw K}await t(V)})};return{ending:o,planned:y,problem:x,retry:f.retry,whatever:d,changed:M,tried:p.
current,ready:y!==void 0&&k,look:v,confirm:F}}function Tr({user:r,scope:e,records:t,close:n,ended:o}){let s=e.what==="others"?"Nothing was ended: the one to kee\
p has ended, or was rotated.":"It had ended already, or was rotated.",{ending:i,planned:c,problem:p,retry:f,whatever:l,changed:h,tried:m,ready:d,look:b,confirm:k}=zn(
r,e,P=>o(P?`Ended ${ve(P)}.`:`${s} Look at the list.`)),g=p?.status===404,x=g||c?.length===0&&!h,y=h||i.problem!==void 0,M=De(),v=e.what==="all"?void 0:t.find(({
fingerprint:P})=>P===e.fingerprint),F=v?.kind==="session"?ge(v).name:v&&"the refresh token";return a(se,{title:a(R,{children:[e.what==="one"?`End ${F??"this ses\
sion"}`:Nn[e.what]," of ",a(I,{text:r}),"?"]}),about:M,close:i.busy?void 0:n,children:[a("div",{id:M,role:"status",children:[!c&&!p&&a("p",{class:"note",children:"\
Asking what will end…"}),g&&a("p",{children:s}),c&&!x&&a("p",{children:["This ends ",l&&"all there is at that time, now ",ve(c),e.what==="others"&&F&&` and ke\
eps ${F}`,":"]}),c&&x&&a("p",{children:"There is nothing that this would end."}),h&&a("p",{children:[a("strong",{children:"What this ends has changed"})," since\
 it was shown.",!m&&" Nothing was ended yet."]})]}),p&&!g&&a(z,{problem:p,again:f}),c&&c.length>0&&a(R,{children:[a(Vn,{planned:c,records:t}),a("p",{children:[a(
"strong",{children:"This can't be undone."})," The user has to sign in again",e.what==="all"?". API keys stay: each is ended on its own.":" there."]})]}),i.problem&&
a(z,{problem:i.problem,change:!0}),a("div",{class:"actions",children:[a(Re,{busy:i.busy,close:n,focus:!0,children:x||i.problem?"Close":"Cancel"}),!x&&a("button",
{type:"button",class:y?"":"danger solid",onKeyDown:P=>P.repeat&&P.preventDefault(),onClick:P=>P.detail<2&&(y?b:k)(),"aria-disabled":!y&&!d,children:i.busy?"Endi\
ng…":i.problem?"Look again":h?"Show what it ends now":c?l?"End all there is":`End ${ve(c)}`:"End"})]})]})}var Qe=({kind:r,fingerprint:e})=>r+e,Ye=r=>new Set(r.
map(Qe));function Fr(r,e){let t=Ye(r);return t.size===Ye(e).size&&e.every(n=>t.has(Qe(n)))}function Vn({planned:r,records:e}){let[t,n]=[Ye(r),Ye(e)],o=s=>s!==void 0&&
t.has(Qe(s));return a("ul",{class:"planned",tabIndex:0,"aria-label":"What will end",children:[Pe(e).map(({session:s,refresh:i})=>{let[c,p]=[o(s),o(i)];if(!(!c&&
!p))return a("li",{children:[a("strong",{children:c?ge(s).name:s?`Refresh token of ${ge(s).name}`:"Refresh token without its session"}),c&&a(R,{children:[" · ",
a(Mt,{...s})]}),c&&i&&(p?" · with its refresh token":" · without its refresh token")," · ",a(le,{at:(c?s:i).expiry})]},(s??i).fingerprint)}),r.filter(s=>!n.has(
Qe(s))).map(({kind:s,fingerprint:i})=>a("li",{children:[s==="session"?"Session":"Refresh token"," ",a("code",{children:i})]},s+i))]})}var Mt=({location:r="",ip:e=""})=>a(
R,{children:[a(I,{text:r||"Location unknown",longest:80})," · ",a(I,{text:e||"address unknown",longest:80})]});function jr({user:r,list:e,tell:t}){let{access:n}=N(),[o,s]=S(!1),[i,c]=S(),p=n.write?{}:{disabled:!0,"aria-describedby":"no-write",title:"This key lacks the sc\
ope write"};return a("section",{"aria-labelledby":"api-keys",children:[a("div",{class:"title",children:[a("h2",{id:"api-keys",children:["API keys",e.data&&a("sp\
an",{class:"count",children:e.data.length})]}),a("div",{class:"actions",children:a("button",{type:"button",onClick:()=>s(!0),...p,children:"Make an API key…"})})]}),
e.problem&&a(z,{problem:e.problem,again:e.retry}),!n.read&&a("p",{class:"note",children:["This key can't show API keys: it lacks the scope ",a("code",{children:"\
read"}),"."]}),e.data?.length===0&&a("p",{class:"note",children:"No API key."}),a("ul",{class:"rows",children:e.data?.map(f=>a("li",{class:"row",children:[a(ye,
{name:"key"}),a("div",{class:"who",children:[a("h3",{children:a(I,{text:f.name||"Without a name"})}),a("p",{children:["Account ",a(I,{text:f.account})]}),a("p",
{class:"fine",children:[a(le,{at:f.expires})," · ",a(X,{at:f.created,before:"made ",past:!0})," · ",f.last_used===void 0?"not seen in use":a(X,{at:f.last_used,
before:"last used ",past:!0})," · ",a("code",{children:[f.id,f.last_four&&`…${f.last_four}`]})]})]}),a("div",{class:"actions",children:a("button",{type:"butt\
on",class:"danger","aria-label":`End… the API key ${H(f.name)||f.id}`,onClick:()=>c(f),...p,children:"End…"})})]},f.id))}),o&&a(Gn,{user:r,made:()=>{e.reload()},
close:()=>s(!1)}),i&&a(Kn,{user:r,apiKey:i,close:()=>c(void 0),ended:async f=>{await He(e.reload()),c(void 0),t(f)}})]})}function Kn({user:r,apiKey:e,close:t,ended:n}){
let{access:o}=N(),s=pe(),i=()=>{s.run(async()=>{try{await q(o.client.DELETE("/users/{user_id}/api-keys/{id}",{params:{path:{user_id:r,id:e.id}}}))}catch(c){if(c instanceof
j&&c.status===404)return n("The API key had ended already.");throw c}await n("Ended 1 API key.")})};return a(se,{title:a(R,{children:["End the API key ",a(I,{text:e.
name||e.id}),"?"]}),close:s.busy?void 0:t,about:"end-key-about",children:[a("p",{id:"end-key-about",children:["This ends 1 API key of ",a(I,{text:r}),": ",a("st\
rong",{children:a(I,{text:e.name||"without a name"})}),", ",a("code",{children:e.id}),", of the account ",a(I,{text:e.account}),"."]}),a("p",{children:[a("stron\
g",{children:"This can't be undone."})," Programs that use it are refused from then on."]}),s.problem&&a(z,{problem:s.problem,change:!0}),a("div",{class:"action\
s",children:[a(Re,{busy:s.busy,close:t,focus:!0}),a("button",{type:"button",class:"danger solid",onClick:i,children:s.busy?"Ending…":"End 1 API key"})]})]})}var _e=86400,
Wn=[[_e,"1 day"],[7*_e,"7 days"],[30*_e,"30 days"],[90*_e,"90 days"],[365*_e,"1 year"]],Hn=()=>Array.from(crypto.getRandomValues(new Uint8Array(16)),r=>r.toString(
16).padStart(2,"0")).join("");function Gn({user:r,made:e,close:t}){let{access:n}=N(),o=pe(),[s,i]=S(),c=A({text:"",name:""}),p=f=>{o.run(async()=>{let l=d=>f.elements.
namedItem(d).value.trim(),h={account:l("account"),name:l("name"),expires_in:Number(l("life"))},m=JSON.stringify(h);c.current.text!==m&&(c.current={text:m,name:Hn()}),
i(await q(n.client.POST("/users/{user_id}/api-keys",{params:{path:{user_id:r},header:{"Idempotency-Key":c.current.name}},body:h}))),e()})};return s?a(se,{title:"\
The API key is made",about:"made-about",children:a(Qn,{created:s,close:t})}):a(se,{title:a(R,{children:["Make an API key for ",a(I,{text:r})]}),close:o.busy?void 0:
t,children:a("form",{class:"stack",autocomplete:"off",onSubmit:f=>(f.preventDefault(),p(f.currentTarget)),children:[a("label",{for:"key-account",children:"Accou\
nt ID"}),a("input",{id:"key-account",name:"account",required:!0,maxLength:256,autofocus:!0,spellcheck:!1,autocomplete:"off"}),a("label",{for:"key-name",children:"\
Name, for people"}),a("input",{id:"key-name",name:"name",maxLength:256,placeholder:"What it is for",autocomplete:"off"}),a("label",{for:"key-life",children:"Exp\
ires in"}),a("select",{id:"key-life",name:"life",children:Wn.map(([f,l])=>a("option",{value:f,selected:f===90*_e,children:l},f))}),a("p",{class:"note",children:[
"Whoever has the key acts as the user ",a(I,{text:r}),"."]}),o.problem&&a(z,{problem:o.problem,change:!0}),a("div",{class:"actions",children:[a(Re,{busy:o.busy,
close:t}),a("button",{class:"primary",children:o.busy?"Making…":"Make"})]})]})})}function Qn({created:r,close:e}){let t=A(null),n=A(null),[o,s]=S();B(()=>n.current.
focus(),[]);let i=async()=>{t.current.select();try{await navigator.clipboard.writeText(r.key),s(!0)}catch{s(document.execCommand("copy"))}};return a(R,{children:[
a("p",{id:"made-about",children:[a("strong",{children:"Copy it now: it is not kept, and not shown again."})," It expires on ",be(r.expires),"."]}),a("label",{class:"\
hidden",for:"made-key",children:"The API key"}),a("div",{class:"joined",children:[a("input",{id:"made-key",class:"code",autocomplete:"off",ref:t,readOnly:!0,value:r.
key,onFocus:c=>c.currentTarget.select()}),a("button",{type:"button",class:"primary",ref:n,onClick:()=>{i()},children:"Copy"})]}),a("p",{class:"note",role:"statu\
s",children:[o===!0&&"Copied. Paste it where it is needed, then close this.",o===!1&&"The browser doesn't copy for this page: it is selected, press Ctrl+C or ⌘C\
."]}),a("div",{class:"actions",children:a("button",{type:"button",onClick:e,children:"Close"})})]})}var Cr={devices:["session","refresh","user"],keys:["api_key"]},Yn={},Jn={disabled:!0,"aria-describedby":"no-write",title:"This key lacks the scope write"};function Xn(r,e){
let t=new Map(e);return e.clear(),r.map(n=>{let o=JSON.stringify(n),s=t.get(o)??n;return e.set(o,s),s})}function Br({user:r}){let{access:e,say:t}=N(),n=A(new Map),
o=Ee(e.read,async()=>Xn(await br(e.client,r),n.current),[e,r]);_t(r,Cr.devices,o,o.data?.map(({expiry:v})=>v));let s=Ee(e.read,()=>vr(e.client,r),[e,r]);_t(r,Cr.
keys,s,s.data?.map(({expires:v})=>v));let[i,c]=S(),p=Zn(r,o.data,o.loading),f=pe(),l=v=>t(`${H(r)}: ${v}`),h=A(!1);de(()=>()=>{h.current=!0},[]);let m=async v=>{
if(f.busy)return l("Wait for the change before this one.");await f.run(async()=>{try{await v()}catch(F){let P=F;throw P.status===404&&o.reload(),h.current&&l(`${P.
message} ${P.change}`),P}o.reload().then(p.settle)})},d=v=>m(async()=>{let F={params:{path:{user_id:r}}},{is_suspended:P}=await q(v?e.client.PUT("/users/{user_i\
d}/suspension",F):e.client.DELETE("/users/{user_id}/suspension",F));p.set(P),l(P?"The user is suspended. API keys stay.":"The user is resumed.")}),b=(v,F)=>m(async()=>{
let P={params:{path:{user_id:r,fingerprint:v}}},{is_suspended:V}=await q(F?e.client.PUT("/users/{user_id}/sessions/{fingerprint}/suspension",P):e.client.DELETE(
"/users/{user_id}/sessions/{fingerprint}/suspension",P));!F&&V&&p.set(!0),l(F?"The session is suspended.":V?"The session is resumed, but stays suspended with it\
s user.":"The session is resumed.")}),k=W(()=>Pe(o.data??[]),[o.data]),g=e.write?Yn:Jn,x=()=>{f.clear(),o.retry(),s.retry()},y=A(b);y.current=b;let M=Me((v,F)=>{
y.current(v,F)},[]);return a(R,{children:[a("div",{class:"title",children:[a("h1",{tabIndex:-1,children:[a("span",{class:"label",children:"User"})," ",a(I,{text:r})]}),
p.known===!0&&a("span",{class:"badge warn",children:"suspended"}),a("div",{class:"actions",children:[e.read&&a("button",{type:"button",onClick:x,children:"Refre\
sh"}),a("button",{type:"button",onClick:()=>{d(!p.known)},...g,children:p.known?"Resume user":"Suspend user"}),p.known===void 0&&(o.data||!e.read)&&a("button",{
type:"button",onClick:()=>{d(!1)},...g,children:"Resume user"}),a("button",{type:"button",class:"danger",onClick:()=>c({what:"all"}),...g,children:"End all…"})]})]}),
r.trim()&&r!==r.trim()&&a("p",{class:"note",children:["This user ID begins or ends with a space. ",a("a",{href:ue(r.trim()),children:"Go to the one without"}),"\
."]}),p.known===void 0&&o.data&&a("p",{class:"note",children:["Whether the user is suspended can't be told: ",k.length>0?"all sessions are suspended":"there is \
no session",", and no event that is kept says so."]}),!e.write&&a("p",{class:"note",id:"no-write",children:["This key lacks the scope ",a("code",{children:"writ\
e"}),": it can't end, suspend, resume or make anything."]}),f.problem&&a(z,{problem:f.problem,change:!0}),a("section",{"aria-labelledby":"devices",children:[a("\
div",{class:"title",children:a("h2",{id:"devices",children:["Devices",o.data&&a("span",{class:"count",children:k.length})]})}),o.problem&&a(z,{problem:o.problem,
again:o.retry}),!e.read&&a("p",{class:"note",children:["This key can't show devices: it lacks the scope ",a("code",{children:"read"}),"."]}),!o.data&&o.loading&&
a("p",{class:"note",children:"Reading…"}),o.data&&k.length===0&&a("p",{class:"note",children:"No device is signed in. An unknown user ID looks the same."}),a(
"ul",{class:"rows",children:k.map(v=>a(eo,{...v,others:k.length>1,blocked:g,end:c,suspend:M},(v.session??v.refresh).kind+(v.session??v.refresh).fingerprint))})]}),
a(jr,{user:r,list:s,tell:l}),a("section",{"aria-labelledby":"events",children:[a("h2",{id:"events",children:"Events"}),a(Ge,{user:r,shown:10})]}),i&&a(Tr,{user:r,
scope:i,records:o.data??[],close:()=>{c(void 0),o.reload()},ended:async v=>{await He(o.reload()),c(void 0),l(v)}})]})}function Zn(r,e,t){let{events:n}=N(),[o,s]=S(),
i=W(()=>n.events.find(p=>p.user_id===r&&p.kind==="user"),[n,r]);return{known:o&&(o.list===e||t&&!o.settled)?o.is:e?.some(({is_suspended:p})=>!p)?!1:Pe(e??[]).some(
({session:p,refresh:f})=>!p&&f?.is_suspended)?!0:i&&!(o&&o.event?.id===i.id)?i.transition==="suspended":o?.is,set:p=>s({is:p,list:e,event:i,settled:!1}),settle:()=>s(
p=>p&&{...p,settled:!0})}}function eo(r){let{session:e,refresh:t,others:n,blocked:o}=r;return W(()=>a(to,{...r}),[e,t,n,o])}function to({session:r,refresh:e,others:t,
blocked:n,end:o,suspend:s}){let i=r??e,{name:c,kind:p}=r?ge(r):{name:"Refresh token without its session",kind:"refresh"},{fingerprint:f}=i,l=i.is_suspended;return a(
"li",{class:l?"row suspended":"row",children:[a(ye,{name:p}),a("div",{class:"who",children:[a("h3",{children:[c,l&&a("span",{class:"badge warn",children:"suspen\
ded"})]}),r?a("p",{children:[a(Mt,{...r})," · ",a(I,{text:r.platform||"platform unknown",longest:80})]}):a("p",{children:"A new session can be had with it. Whi\
ch device has it is not known."}),a("p",{class:"fine",children:[a(le,{at:i.expiry})," · ",i.registered_at===void 0?"registered at an unknown time":a(X,{at:i.registered_at,
before:"registered ",past:!0})," · ",i.last_used===void 0?"not checked by a service yet":a(X,{at:i.last_used,before:"last checked by a service ",past:!0})]}),r&&
a("p",{class:"fine",children:[e?a(R,{children:["with a refresh token, which ",a(le,{at:e.expiry})]}):"without a refresh token"," · ",a("code",{children:f})]}),
r?.agent&&a("details",{class:"fine",children:[a("summary",{children:"User agent"}),a(I,{text:r.agent,longest:1e3})]}),!r&&a("p",{class:"fine",children:a("code",
{children:f})})]}),a("div",{class:"actions",children:[r&&a("button",{type:"button","aria-label":`${l?"Resume":"Suspend"} ${c}, ${f}`,onClick:()=>s(f,!l),...n,children:l?
"Resume":"Suspend"}),t&&a("button",{type:"button","aria-label":`End others… and keep ${c}, ${f}`,onClick:()=>o({what:"others",fingerprint:f}),...n,children:"E\
nd others…"}),a("button",{type:"button",class:"danger","aria-label":`End… ${c}, ${f}`,onClick:()=>o({what:"one",fingerprint:f}),...n,children:"End…"})]})]})}var Ir={events:[],current:!1,missed:0,cut:!1};function Or(){let[r,e]=S(),[t,n]=S(vt),[o,s]=S(Ir),[i,c]=S({text:"",nth:0}),p=Me(b=>c(({nth:k})=>({text:b,nth:k+1})),
[]),[f,l]=S();B(()=>{let b=()=>{Er()?location.hash=t===void 0?"#/":ue(t):n(vt())};return addEventListener("hashchange",b),()=>removeEventListener("hashchange",b)},
[t]),B(ro,[]),B(()=>{document.title=t&&r?`${H(t)} · Session tokens`:"Session tokens",scrollTo(0,0),r&&(document.getElementById("find")??document.querySelector(
"main h1"))?.focus()},[t,!r]),B(()=>{if(!i.text)return;let b=setTimeout(p,1e4,"");return()=>clearTimeout(b)},[i]);let h=Me(b=>{b.status===401&&l(r)},[r]);B(()=>{
if(s(Ir),!r?.read)return;let b=new AbortController;return _r(r,b.signal,k=>{s(k),k.problem&&h(k.problem)}),()=>b.abort()},[r]);let m=W(()=>r&&{access:r,events:o,
say:p,failed:h},[r,o]);if(!m)return a(so,{opened:e});let d=()=>{e(void 0),p("")};return a(yt.Provider,{value:m,children:[a("a",{class:"skip",href:"#main",onClick:b=>(b.
preventDefault(),document.querySelector("main h1")?.focus()),children:"Skip to the content"}),a("header",{children:[a("a",{class:"brand",href:"#/",children:[a("\
img",{src:"icon.svg",alt:"",width:"28",height:"28"}),a("span",{children:"Session tokens"})]}),t!==void 0&&a(Ke,{small:!0}),a("div",{class:"key",children:[a("spa\
n",{class:"scopes",children:oo(m.access)}),a("button",{type:"button",onClick:d,children:"Forget key"})]})]}),a("main",{id:"main",children:a(no,{user:t})}),a("di\
v",{class:"said",role:"status",children:i.text&&a("span",{children:i.text},i.nth)}),f===r&&a(se,{title:"The key is not accepted any more",close:()=>l(void 0),children:[
a("p",{children:"It has expired, or was ended. With another key you go on where you are."}),a(Ur,{opened:e,children:[a("button",{type:"button",onClick:()=>l(void 0),
children:"Not now"}),a("button",{type:"button",onClick:d,children:"Forget key"})]})]})]})}function ro(){let r,e=({target:n})=>{r=n instanceof Element?n:void 0},
t=new MutationObserver(()=>{!r||r.isConnected||document.activeElement!==document.body||(r=void 0,kt()?.focus())});return addEventListener("focusin",e),t.observe(
document.body,{childList:!0,subtree:!0}),()=>{removeEventListener("focusin",e),t.disconnect()}}function no({user:r}){let e=r===void 0?void 0:Ve(r);return r===void 0?
a(Ar,{}):e?a(R,{children:[a("h1",{tabIndex:-1,children:"This can't be shown"}),a("p",{class:"note",children:e})]}):a(Br,{user:r},r)}function oo({read:r,write:e}){
return r&&e?"reads and changes":r?"reads only":e?"changes only":"no scope"}function so({opened:r}){return a("main",{class:"sign-in",children:a("div",{class:"car\
d",children:[a("img",{src:"icon.svg",alt:"",width:"48",height:"48"}),a("h1",{children:"Session tokens"}),a("p",{children:"See where a user is signed in, and end\
 sessions."}),a(Ur,{opened:r}),a("p",{class:"hint",children:[a(ye,{name:"key"}),a("span",{children:"The key stays in the memory of this page. Reload or close it\
, and the key is gone."})]})]})})}function Ur({opened:r,children:e}){let t=A(null),[n,o]=S(!1),[s,i]=S(),c=A(!0);de(()=>(t.current.focus(),()=>{c.current=!1}),[]);
let p=async()=>{if(!n){o(!0),i(void 0);try{let f=await hr(t.current.value.trim());c.current&&r(f)}catch(f){if(!c.current)return;i(f),o(!1),t.current?.focus()}}};
return a("form",{class:"stack",onSubmit:f=>(f.preventDefault(),void p()),autocomplete:"off",children:[a("label",{for:"control-key",children:"Control key"}),a("i\
nput",{id:"control-key",ref:t,type:"password",required:!0,autofocus:!0,autocomplete:"one-time-code",spellcheck:!1,"aria-invalid":s?.status===401}),s&&a(z,{problem:s}),
a("button",{class:"primary",children:n?"Opening…":"Open"}),e&&a("div",{class:"actions",children:e})]})}qt(a(Or,{}),document.getElementById("console"));
/*! bowser 2.15.1

Copyright 2015, Dustin Diaz (the "Original Author")
All rights reserved.

MIT License

Permission is hereby granted, free of charge, to any person
obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use,
copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

Distributions of all or part of the Software intended to be used
by the recipients as they would use the unmodified Software,
containing modifications that substantially alter, remove, or
disable functionality of the Software, outside of the documented
configuration mechanisms provided by the Software, shall be
modified such that the Original Author's bug reporting email
addresses and urls are either replaced with the contact information
of the parties responsible for the changes, or removed entirely.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.


Except where noted, this license applies to any and all software
programs and associated documentation files created by the
Original Author, when distributed with the Software.
*/
/*! openapi-fetch 0.17.0

MIT License

Copyright (c) 2023 Drew Powers

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
/*! preact 11.2.0

The MIT License (MIT)

Copyright (c) 2015-present Jason Miller

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
